//! Types that hold a secret say their name instead of it.

/// Implements `Debug` for types whose secret must reach no log: `never_printed!(OwnPagePath KeepPath);`
#[macro_export]
macro_rules! never_printed {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            /// The secret is never printed.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}
