//! Slides before they are written.

use super::{Chart, Layout, Picture, Table, base::With};

/// How a paragraph looks; the base decides what that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The first level of the placeholder: an item of a list, or a figure.
    Item,
    /// Its second level: what belongs to an item, or the label of a figure.
    Second,
    /// The first level without its bullet.
    Plain,
    /// Above others, without bullet, in the first accent.
    Heading,
    /// What somebody said.
    Quote,
}

/// A paragraph of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// How it looks.
    pub style: Style,
    /// Words in bold before the text; may be empty.
    pub lead: String,
    /// On one line until it is broken.
    pub text: String,
}

impl Paragraph {
    /// A paragraph without lead.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self { style, lead: String::new(), text: text.into() }
    }

    /// `lead: text`, the lead in bold.
    pub fn led(style: Style, lead: &str, text: impl Into<String>) -> Self {
        Self { style, lead: format!("{lead}: "), text: text.into() }
    }

    /// Lead and text.
    pub(super) fn whole(&self) -> String {
        format!("{}{}", self.lead, self.text)
    }
}

/// A slide: a layout and what stands in its placeholders.
#[derive(Debug, Clone, PartialEq)]
pub struct Slide<'a> {
    /// The layout.
    pub layout: Layout,
    /// The title; made smaller to fit two lines.
    pub title: String,
    /// For the texts of the layout in the order of their indices; an empty one leaves its room to the others.
    pub texts: Vec<Vec<Paragraph>>,
    /// For its pictures in their order.
    pub pictures: Vec<Picture<'a>>,
    /// So many empty placeholders for pictures follow.
    pub picture_prompts: usize,
    /// For its table.
    pub table: Option<Table>,
    /// For its chart.
    pub chart: Option<Chart>,
    /// The line at the foot; none if empty.
    pub footer: String,
}

impl Slide<'_> {
    /// A slide with nothing but a title.
    pub fn new(layout: Layout, title: impl Into<String>) -> Self {
        Self {
            layout,
            title: title.into(),
            texts: Vec::new(),
            pictures: Vec::new(),
            picture_prompts: 0,
            table: None,
            chart: None,
            footer: String::new(),
        }
    }

    /// Which placeholders are in use.
    pub fn with(&self) -> With {
        let used = self.texts.iter().take(32).enumerate().filter(|(_, text)| !text.is_empty());
        With {
            texts: used.fold(0, |bits, (at, _)| bits | 1 << at),
            pictures: self.pictures.len() + self.picture_prompts,
        }
    }
}
