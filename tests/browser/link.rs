//! The line between a telephone and the server, which can fail as lines do.

use std::sync::Arc;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Good,
    /// Nothing goes either way.
    Cut,
    /// What is sent arrives, and what is answered is lost.
    LosesAnswers,
}

/// A line of its own address.
pub struct Link {
    pub base: String,
    state: Arc<watch::Sender<State>>,
    accepting: JoinHandle<()>,
}

impl Link {
    /// A line to this site.
    pub async fn to(site: &str) -> Self {
        let server = site.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(watch::Sender::new(State::Good));
        let told = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            loop {
                let (phone, _) = listener.accept().await.unwrap();
                let (server, told) = (server.clone(), told.subscribe());
                tokio::spawn(Box::pin(async move { Box::pin(carry(phone, &server, told)).await }));
            }
        });
        Self { base, state, accepting }
    }

    /// From now on the line is like this.
    pub fn becomes(&self, state: State) {
        self.state.send_replace(state);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Carries one connection; when it returns, both ends are closed.
async fn carry(mut phone: TcpStream, server: &str, state: watch::Receiver<State>) {
    let mut changes = state.clone();
    let cut = async { changes.wait_for(|state| *state == State::Cut).await.is_ok() };
    tokio::pin!(cut);
    if *state.borrow() == State::Cut {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    let (mut up, mut down) = (vec![0; 16384], vec![0; 16384]);
    loop {
        let kept = tokio::select! {
            sent = phone.read(&mut up) => match sent {
                Ok(n) if n > 0 => server.write_all(&up[..n]).await.is_ok(),
                _ => false,
            },
            answered = server.read(&mut down) => match answered {
                Ok(n) if n > 0 && *state.borrow() == State::Good => phone.write_all(&down[..n]).await.is_ok(),
                _ => false,
            },
            _ = &mut cut => false,
        };
        if !kept {
            return;
        }
    }
}
