//! The door to the data. The pool is private; a transaction needs a [`scope::Scope`], which becomes a database
//! role and a few local settings that row-level security reads. Nothing set means nothing seen.

pub mod constraint;
pub mod embedded;
pub mod scope;
pub mod setup;

use sqlx::{
    PgConnection, PgPool, Postgres, SqlSafeStr as _, Transaction,
    pool::PoolConnection,
    postgres::{PgPoolOptions, PgTransactionManager},
};
use sqlx_core::transaction::TransactionManager as _;

use scope::Scope;

/// The only owner of the connection pool.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
}

impl Db {
    /// Opens a pool of at most `connections` as the application's login.
    pub async fn connect(url: &str, connections: u32) -> sqlx::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .test_before_acquire(false)
            .acquire_timeout(std::time::Duration::from_secs(10))
            .connect(url)
            .await?;
        Ok(Self { pool })
    }

    /// Begins the request's transaction: role and settings travel with `BEGIN` in one round trip, all of them
    /// local to the transaction, so that a pooler between us and the database cannot mix them up.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub async fn begin(&self, scope: &Scope) -> sqlx::Result<Tx> {
        let connection = self.pool.acquire().await?;
        let mut tx = Tx { connection, state: State::Beginning, scope: scope.clone() };
        let statement = sqlx::AssertSqlSafe(scope.begin_statement()).into_sql_str();
        PgTransactionManager::begin(&mut tx.connection, Some(statement)).await?;
        tx.state = State::Open;
        Ok(tx)
    }

    /// A connection that has no role yet: it may call `resolve_request` and `select 1`, and nothing else.
    #[expect(clippy::disallowed_methods, reason = "the session function is called before there is a scope")]
    pub async fn before_scope(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.pool.acquire().await
    }

    /// Waits for open transactions and closes the pool.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A transaction pinned to one scope. Dropping it undoes everything.
#[derive(Debug)]
pub struct Tx {
    connection: PoolConnection<Postgres>,
    state: State,
    scope: Scope,
}

/// How far a transaction has come.
#[derive(Clone, Copy, Debug)]
enum State {
    /// `BEGIN` may be on its way.
    Beginning,
    Open,
    Committed,
}

impl Tx {
    /// Keeps what was done.
    pub async fn commit(mut self) -> sqlx::Result<()> {
        PgTransactionManager::commit(&mut self.connection).await?;
        self.state = State::Committed;
        Ok(())
    }

    /// A part of it that can be undone by itself.
    pub async fn nested(&mut self) -> sqlx::Result<Transaction<'_, Postgres>> {
        sqlx::Connection::begin(&mut *self.connection).await
    }

    /// Whose transaction it is.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl std::ops::Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        match self.state {
            // Whoever asked went away before the answer came. sqlx 0.9.0 undoes only what it knows to have begun, so
            // the next borrower would find itself in this transaction, with this one's role and settings.
            State::Beginning => self.connection.close_on_drop(),
            State::Open => PgTransactionManager::start_rollback(&mut self.connection),
            State::Committed => {}
        }
    }
}
