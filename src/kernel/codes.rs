//! Closed lists: stored as a text code with a CHECK, shown as an Indonesian label.

/// Declares an enum whose values are a code in the database and in forms, and a label on the screen.
///
/// ```
/// sejawat::codes! {
///     /// How people meet.
///     pub enum Mode {
///         /// In one hall.
///         Onsite = "onsite", "Tatap muka";
///         /// On the screen.
///         Online = "online", "Daring";
///     }
/// }
/// assert_eq!(Mode::from_code("online"), Some(Mode::Online));
/// assert_eq!(Mode::Onsite.label(), "Tatap muka");
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every value, in the order people expect.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code in the database and in forms.
            pub const fn code(self) -> &'static str { match self { $($name::$variant => $code),+ } }

            /// The words on the screen.
            pub const fn label(self) -> &'static str { match self { $($name::$variant => $label),+ } }

            /// Reads a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.label()) }
        }

        impl sqlx::Type<sqlx::Postgres> for $name {
            fn type_info() -> sqlx::postgres::PgTypeInfo { <str as sqlx::Type<sqlx::Postgres>>::type_info() }
            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool { <str as sqlx::Type<sqlx::Postgres>>::compatible(ty) }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Postgres> for $name {
            fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let code = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
                Self::from_code(code).ok_or_else(|| format!("unknown code {code}").into())
            }
        }
    };
}
