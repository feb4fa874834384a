//! Requests that somebody gives up in the middle: a telephone out of the hall, a page that was closed.

use std::{
    pin::pin,
    task::{Context, Waker},
    time::Duration,
};

use sejawat::{
    db::{Db, Tx, embedded::Login, scope::Scope},
    kernel::ids::AccountId,
};
use tokio::task::yield_now;

use crate::support::{
    World,
    world::{JAMBI, Who, office},
};

/// Whether this was still under way when it had been followed for so many steps, and was then left.
async fn is_given_up<T>(work: impl Future<Output = T>, steps: usize) -> bool {
    let mut work = pin!(work);
    for _ in 0..steps {
        if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return false;
        }
        yield_now().await;
    }
    true
}

/// Whose eyes a transaction really has: its role, office and actor.
async fn eyes(tx: &mut Tx) -> (String, Option<String>, Option<String>) {
    sqlx::query_as(
        "select current_user::text, nullif(current_setting('app.province', true), ''), nullif(current_setting('app.actor', true), '')",
    )
    .fetch_one(&mut **tx)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_transaction_given_up_while_it_begins_lends_its_eyes_to_nobody() {
    let world = World::new().await;
    let db = Db::connect(&world.clone.url(Login::App), 1).await.unwrap();
    let operator = office("15", &[JAMBI], &[]).acting(AccountId(Who::JambiOperator.account()), "Operator");
    let mut given_up = 0;
    for step in 0..60 {
        // The one connection is back, so that the first step is `BEGIN`.
        tokio::time::sleep(Duration::from_millis(2)).await;
        given_up += usize::from(is_given_up(db.begin(&operator), 1 + step % 4).await);
        let mut tx = db.begin(&Scope::public()).await.unwrap();
        assert_eq!(eyes(&mut tx).await, ("scope_public".to_owned(), None, None));
    }
    assert!(given_up > 10, "only {given_up} were given up");
}

#[tokio::test]
async fn a_request_given_up_at_any_moment_costs_those_after_it_nothing() {
    let world = World::filled().await;
    let mut browser = world.browser(Who::JambiOperator).await;
    let page = format!("/jambi/kegiatan/{}/kehadiran", JAMBI.0);
    browser.open(&page).await.expect(200);
    let mut given_up = 0;
    for step in 0..200 {
        given_up += usize::from(is_given_up(browser.open(&page), step).await);
        if step % 5 == 0 {
            browser.open(&page).await.expect(200);
        }
    }
    assert!(given_up > 20, "only {given_up} were given up");
}
