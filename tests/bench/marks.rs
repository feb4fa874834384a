//! Marks from phones: batches of 1, 50 and 500 on 1, 8 and 32 connections, through everything that Sejawat does, beside the
//! same statements by pgbench in the same run.

use std::path::Path;

use sejawat::{auth::token, db::embedded::Embedded, kernel::text};

use super::{SECONDS, SECRET, Server, load, pgbench_at};

const STATEMENTS: &str = include_str!("marks.sql");
const SIZES: [u64; 3] = [1, 50, 500];
const CLIENTS: [u32; 3] = [1, 8, 32];

pub async fn measure(app: &Server, server: &Embedded, folder: &Path) {
    let token = text::hex(&token::hash(&format!("{SECRET}-mark")));
    println!(
        "\nMarks stored from phones (durable): marks per second, latency of a request, CPU of the server process"
    );
    println!(
        "{:<18}{:>12}{:>12}{:>10}{:>12}{:>12}{:>14}",
        "", "pgbench", "Sejawat", "ratio", "p50 ms", "p99 ms", "us CPU/mark"
    );
    for size in SIZES {
        for clients in CLIENTS {
            let statements = STATEMENTS.replace("@TOKEN@", &token).replace("@SIZE@", &size.to_string());
            let alone = pgbench_at(server, folder, &statements, clients) * size as f64;
            let address = app.address.clone();
            let request = move |n: u64| load::marks_request(&address, n, size);
            let before = app.cpu_micros();
            let run =
                load::run(&app.address, u64::from(clients), std::time::Duration::from_secs(SECONDS), request)
                    .await;
            let cpu = (app.cpu_micros() - before) / run.count / size as f64;
            let rate = run.rate() * size as f64;
            println!(
                "{:<18}{alone:>12.0}{rate:>12.0}{:>10.2}{:>12.1}{:>12.1}{cpu:>14.0}",
                format!("{size} x {clients} clients"),
                rate / alone,
                run.percentile(0.5),
                run.percentile(0.99)
            );
        }
    }
}
