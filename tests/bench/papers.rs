//! Papers, from the asking to the PDF: a list, badges and a sheet to sign on.

use std::time::Instant;

use crate::{
    EVENT, Server,
    import::{location, post},
};

const KINDS: [(&str, &str); 3] = [
    ("daftar-peserta", "order=name&letterhead=province&signer=kosong"),
    ("kartu-nama", "order=name&badge_size=large"),
    ("daftar-hadir", "order=name&letterhead=province&signer=kosong&sheets=2022-08-02"),
];

/// Measures each kind once, for as many people as the event has now.
pub async fn measure(app: &Server, people: usize) {
    println!("\nPapers of {people} people, from the asking to the PDF");
    for (kind, choices) in KINDS {
        app.forget_most_memory();
        let started = Instant::now();
        let path = format!("/jambi/kegiatan/{EVENT}/dokumen/siapkan/{kind}");
        let body = format!("kinds=peserta&paper=A4&{choices}");
        let asked = post(app, &path, "application/x-www-form-urlencoded", body.as_bytes()).await;
        let paper = location(&asked);
        let file = loop {
            let page = app.get(&paper).await;
            if page.lines().any(|line| line.starts_with("location: ")) {
                break location(&page);
            }
            assert!(page.contains("membuka PDF-nya sendiri"), "not made: {page}");
        };
        let took = started.elapsed();
        let pdf = app.get(&file).await;
        assert!(pdf.contains("%PDF-1.7"), "no PDF: {}", pdf.lines().next().unwrap_or_default());
        println!(
            "{kind:<16} {:>6} ms, {:>6} KB; most memory {} MB",
            took.as_millis(),
            pdf.len() / 1024,
            app.most_memory_mb()
        );
    }
}
