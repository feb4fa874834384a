//! Rules that the database decides: a broken constraint becomes a sentence beside a field.

/// The name of the constraint that a statement broke, if that is why it failed.
pub fn broken(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::constraint)
}

/// Turns the breaking of the constraint `name` into `Ok(None)`; other errors stay errors.
pub fn unless_broken<T>(result: sqlx::Result<T>, name: &str) -> sqlx::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if broken(&error) == Some(name) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a statement failed by what its rows say or by others that changed them at the same moment, and not by the
/// database's own state: with other rows, or a moment later, it can succeed.
pub fn is_about_rows(error: &sqlx::Error) -> bool {
    // Data exceptions, broken constraints, deadlocks and the like.
    error
        .as_database_error()
        .and_then(|e| e.code().map(|code| ["22", "23", "40"].iter().any(|class| code.starts_with(class))))
        == Some(true)
}
