//! Editions: the programme years with their labels, goals, templates and waves.

pub mod model;
