//! Tells the program the hash of its static files, and Cargo to build again when a migration is added.

use std::{fs, io, path::Path};

use sha2::{Digest as _, Sha256};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=templates");
    let mut hash = Sha256::new();
    add(Path::new("static"), &mut hash)?;
    print!("cargo:rustc-env=ASSETS_VERSION=");
    hash.finalize().iter().take(6).for_each(|byte| print!("{byte:02x}"));
    println!();
    Ok(())
}

fn add(folder: &Path, hash: &mut Sha256) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            add(&entry.path(), hash)?;
        } else {
            hash.update(entry.file_name().as_encoded_bytes());
            hash.update(fs::read(entry.path())?);
        }
    }
    Ok(())
}
