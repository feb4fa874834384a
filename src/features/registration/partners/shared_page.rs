//! The page of a list that was shared: what each office did with its part, and how to remind it.

use std::collections::HashMap;

use askama::Template;

use super::{
    paths::{PartnerListsPath, WithdrawPartnersPath},
    sql::{self, List, Shared},
};
use crate::{
    auth::permission::SharePartners,
    db::Tx,
    error::Result,
    features::{
        registration::directory::paths::DirectoryImportsPath,
        tenants::{self, model::Reach},
    },
    kernel::{names, place::Place, text, zone::Zone},
    web::{AppState, filters, guard::Can, page::Shell, whatsapp},
};

#[derive(Template)]
#[template(path = "registration/partner_list_shared.html")]
pub(super) struct SharedPage {
    shell: Shell,
    file_name: String,
    standing: String,
    counts: String,
    withdraw: String,
    /// How many offices have neither accepted their part nor thrown it away.
    waiting: usize,
    rows: Vec<Row>,
}

struct Row {
    province: String,
    libraries: String,
    meaning: &'static str,
    label: &'static str,
    sub: String,
    /// Whom to call, while the office has not accepted.
    call: Option<Call>,
}

struct Call {
    person: String,
    phone: String,
    /// What the message does.
    verb: &'static str,
    whatsapp: Option<String>,
}

impl SharedPage {
    /// The page of a list that was shared.
    pub(super) async fn load(
        tx: &mut Tx,
        app: &AppState,
        can: &Can<SharePartners>,
        list: List,
    ) -> Result<Self> {
        let parts = sql::parts(tx, list.id).await?;
        let offices = tenants::reach_all(tx).await?;
        let offices: HashMap<&str, &Reach> =
            offices.iter().map(|office| (office.code.as_str(), office)).collect();
        let count = |state: &str| parts.iter().filter(|p| p.state.as_deref() == Some(state)).count();
        let libraries: i64 = parts.iter().map(|part| i64::from(part.libraries)).sum();
        Ok(Self {
            shell: can.shell().under("Daftar mitra", PartnerListsPath),
            standing: list.shared_at.map_or_else(String::new, |at| {
                format!(
                    "Dibagikan oleh {}, {}.",
                    list.shared_by,
                    text::moment(Zone::Wib.local(at), Zone::Wib)
                )
            }),
            counts: format!(
                "{} perpustakaan di {} provinsi; {} kantor sudah menerima.",
                text::number(libraries),
                parts.len(),
                count("accepted")
            ),
            withdraw: WithdrawPartnersPath { list: list.id }.to_string(),
            waiting: count("draft"),
            rows: parts
                .iter()
                .map(|part| Row::of(app, part, offices.get(part.code.as_str()).copied()))
                .collect(),
            file_name: list.file_name,
        })
    }
}

impl Row {
    fn of(app: &AppState, part: &Shared, office: Option<&Reach>) -> Self {
        let (meaning, label) = match (part.state.as_deref(), part.ended.as_str()) {
            (Some("accepted"), _) => ("done", "Diterima"),
            (Some(_), _) if part.has_begun() => ("late", "Diterima sebagian"),
            (Some(_), _) => ("late", "Belum diterima"),
            (None, "withdrawn") => ("neutral", "Ditarik kembali"),
            (None, "replaced") => ("neutral", "Diganti daftar berikutnya"),
            (None, _) => ("refused", "Dibuang kantor"),
        };
        let rest = match part.settled_at {
            Some(at) => text::moment(Zone::Wib.local(at), Zone::Wib),
            None => "sisanya menunggu".to_owned(),
        };
        let sub = match (part.added, part.changed) {
            (Some(added), Some(changed)) if part.settled_at.is_some() || part.has_begun() => format!(
                "{} ditambahkan, {} diperbarui; {rest}",
                text::number(added.into()),
                text::number(changed.into())
            ),
            _ => String::new(),
        };
        let owes = matches!(meaning, "late" | "refused");
        Self {
            province: part.province.clone(),
            libraries: text::number(part.libraries.into()),
            meaning,
            label,
            sub,
            call: office.filter(|_| owes).map(|office| Call::of(app, part, office)),
        }
    }
}

impl Call {
    /// Whom to call, with a message that is ready to be sent. Without a number there is none; in the demo it opens
    /// without one.
    fn of(app: &AppState, part: &Shared, office: &Reach) -> Self {
        let number = office.number();
        let where_to = DirectoryImportsPath { place: Place::Office(part.slug.clone()) };
        let partners = text::number(part.libraries.into());
        let asked = if part.state.is_some() {
            format!(
                "Daftar mitra dari Perpusnas ({partners} perpustakaan) menunggu diterima di Sejawat: {}{where_to}. Terima kasih.",
                app.base_url
            )
        } else {
            format!(
                "Daftar mitra dari Perpusnas ({partners} perpustakaan) tidak diterima di Sejawat. Mohon kabari kami apa yang perlu diperbaiki. Terima kasih."
            )
        };
        let message = format!("{} {asked}", office.salutation());
        Self {
            person: if office.person.is_empty() {
                office.official_name.clone()
            } else {
                office.person.clone()
            },
            verb: if part.state.is_some() { "Ingatkan" } else { "Tanyakan" },
            phone: number.as_deref().map(names::phone_for_people).unwrap_or_default(),
            whatsapp: whatsapp::link_to_known(app, number.as_deref(), &message),
        }
    }
}
