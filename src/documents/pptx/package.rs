//! Packages of Open XML (ISO/IEC 29500-2): parts, their content types and the relationships between them.

use super::{
    Refused, WriteError, refusal,
    xml::{escape, parse},
};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Read as _, Write as _},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

const MOST_PARTS: usize = 2_000;
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "[Content_Types].xml";
/// What the kinds of relationships of Office begin with.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A file of the package. Its name has no slash at the beginning.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: Cow<'a, [u8]>,
}

/// How a part refers to another.
#[derive(Debug, Clone)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type: `slideLayout`.
    pub(super) kind: String,
    /// The whole type, an address.
    pub(super) full_kind: String,
    /// The name of the other part, or an address outside.
    pub(super) target: String,
    pub(super) is_external: bool,
}

impl Relationship {
    /// A relationship of Office to another part.
    pub(super) fn to(id: impl Into<String>, kind: &str, target: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: kind.to_owned(),
            full_kind: format!("{OFFICE}{kind}"),
            target: target.into(),
            is_external: false,
        }
    }
}

/// What an archive holds, by name in lower case.
#[derive(Debug)]
pub(super) struct Package {
    entries: BTreeMap<String, (String, Vec<u8>)>,
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, String>,
}

impl Package {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let entries = unpack(bytes, MOST_UNPACKED)?;
        let mut package = Self { entries, defaults: BTreeMap::new(), overrides: BTreeMap::new() };
        let (_, types) = package.entries.get(&TYPES.to_lowercase()).ok_or_else(refusal::broken)?;
        for element in parse(types)?.children {
            let Some(content_type) = element.attribute("ContentType") else { continue };
            if let Some(extension) = element.attribute("Extension") {
                package.defaults.insert(extension.to_lowercase(), content_type.to_owned());
            } else if let Some(name) = element.attribute("PartName") {
                let name = name.trim_start_matches('/').to_lowercase();
                package.overrides.insert(name, content_type.to_owned());
            }
        }
        Ok(package)
    }

    /// A part by its name in any case.
    pub(super) fn part(&self, name: &str) -> Option<Part<'static>> {
        let key = name.to_lowercase();
        let (name, bytes) = self.entries.get(&key)?;
        let by_extension = || self.defaults.get(key.rsplit_once('.')?.1);
        let content_type = self.overrides.get(&key).or_else(by_extension)?.clone();
        Some(Part { name: name.clone(), content_type, bytes: Cow::Owned(bytes.clone()) })
    }

    /// What a part refers to; the package itself is the part without a name.
    pub(super) fn relationships(&self, name: &str) -> Result<Vec<Relationship>, Refused> {
        let Some((_, bytes)) = self.entries.get(&relationships_of(name).to_lowercase()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for element in parse(bytes)?.all("Relationship") {
            let get = |name| element.attribute(name).ok_or_else(refusal::broken);
            let full_kind = get("Type")?.to_owned();
            let is_external = element.attribute("TargetMode") == Some("External");
            let target = get("Target")?;
            found.push(Relationship {
                id: get("Id")?.to_owned(),
                kind: full_kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: if is_external { target.to_owned() } else { resolve(name, target) },
                full_kind,
                is_external,
            });
        }
        Ok(found)
    }

    /// The names of all entries as they are written.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.values().map(|(name, _)| name.as_str())
    }

    /// The bytes of an entry, whatever its type.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.entries.get(&name.to_lowercase()).map(|(_, bytes)| bytes.as_slice())
    }
}

fn unpack(bytes: &[u8], mut left: u64) -> Result<BTreeMap<String, (String, Vec<u8>)>, Refused> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refusal::broken())?;
    if zip.len() > MOST_PARTS {
        return Err(refusal::too_large());
    }
    let mut entries = BTreeMap::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => refusal::password(),
            _ => refusal::broken(),
        })?;
        let name = entry.name().map_err(|_| refusal::broken())?.replace('\\', "/");
        if name.ends_with('/') {
            continue;
        }
        let mut content = Vec::new();
        entry.take(left + 1).read_to_end(&mut content).map_err(|_| refusal::broken())?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(size).ok_or_else(refusal::too_large)?;
        if entries.insert(name.to_lowercase(), (name, content)).is_some() {
            return Err(refusal::broken());
        }
    }
    Ok(entries)
}

/// The part with what this part refers to: `ppt/_rels/presentation.xml.rels`.
pub(super) fn relationships_of(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    format!("{folder}{}_rels/{file}.rels", if folder.is_empty() { "" } else { "/" })
}

/// A target as the name of a part.
fn resolve(source: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = source.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The part that holds these relationships. Targets are written from the root, which every reader understands.
pub(super) fn relationships_xml(relationships: &[Relationship]) -> Vec<u8> {
    let mut out = format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for Relationship { id, full_kind, target, is_external, .. } in relationships {
        let (slash, mode) = if *is_external { ("", " TargetMode=\"External\"") } else { ("/", "") };
        let (id, target) = (escape(id), escape(target));
        let _ = write!(
            out,
            "<Relationship Id=\"{id}\" Type=\"{}\" Target=\"{slash}{target}\"{mode}/>",
            escape(full_kind)
        );
    }
    out.push_str("</Relationships>");
    out.into_bytes()
}

/// Packs parts, in this order and without the time: the same parts are the same file.
pub(super) fn pack(parts: &[Part]) -> Result<Vec<u8>, WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8], is_packed: bool| -> Result<(), WriteError> {
        let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(name, options)?;
        Ok(zip.write_all(bytes)?)
    };
    put(TYPES, &types_xml(parts), false)?;
    for part in parts {
        put(&part.name, &part.bytes, part.content_type.starts_with("image/"))?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Content types: one for each extension of media, and by name for all XML.
fn types_xml(parts: &[Part]) -> Vec<u8> {
    let mut defaults = BTreeMap::from([
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ]);
    let mut overrides = String::new();
    for part in parts {
        let extension = part.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_plain =
            !extension.is_empty() && extension.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if is_plain && *defaults.entry(extension).or_insert(&part.content_type) == part.content_type {
            continue;
        }
        let _ = write!(
            overrides,
            "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
            escape(&part.name),
            escape(&part.content_type)
        );
    }
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    );
    for (extension, content_type) in defaults {
        let _ = write!(out, "<Default Extension=\"{extension}\" ContentType=\"{}\"/>", escape(content_type));
    }
    out.push_str(&overrides);
    out.push_str("</Types>");
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_are_written() {
        assert_eq!(resolve("ppt/slides/slide1.xml", "../media/a.jpg"), "ppt/media/a.jpg");
        assert_eq!(resolve("ppt/presentation.xml", "/ppt/theme/theme1.xml"), "ppt/theme/theme1.xml");
        assert_eq!(resolve("", "ppt/presentation.xml"), "ppt/presentation.xml");
        assert_eq!(resolve("a.xml", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(relationships_of("ppt/presentation.xml"), "ppt/_rels/presentation.xml.rels");
        assert_eq!(relationships_of(""), "_rels/.rels");
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let part = |name: &str, size| Part {
            name: name.to_owned(),
            content_type: "application/xml".to_owned(),
            bytes: Cow::Owned(vec![0; size]),
        };
        let packed = pack(&[part("a.xml", 100_000), part("b.xml", 100_000)]).unwrap();
        assert!(packed.len() < 2_000);
        assert!(unpack(&packed, 201_000).is_ok());
        assert_eq!(unpack(&packed, 200_000).err(), Some(refusal::too_large()));
        let many: Vec<Part> = (0..2_001).map(|n| part(&n.to_string(), 0)).collect();
        assert_eq!(unpack(&pack(&many).unwrap(), 1_000_000).err(), Some(refusal::too_large()));
    }
}
