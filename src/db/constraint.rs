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
