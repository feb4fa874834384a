//! What an edition is.

crate::codes! {
    /// How far a meeting reaches.
    pub enum Level {
        /// One kabupaten or kota.
        Regency = "kabupaten", "Kabupaten/kota";
        /// One province, or two in a joint event.
        Province = "provinsi", "Provinsi";
        /// Several provinces of a region.
        Regional = "regional", "Regional";
        /// All of Indonesia.
        National = "nasional", "Nasional";
    }
}
