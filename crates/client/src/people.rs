//! Other people: looking them up, and blocking them; and the client's own status.

use confluence_protocol::{Blocks, Me, Profile, SetPresenceMode, SetStatus, UserId, Users};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// Profile of an account, as this client's account may see it.
    pub async fn user(&self, id: UserId) -> Result<Profile, Error> {
        self.get(self.ask(Method::GET, &["users", &id.to_string()])).await
    }

    /// People whose username or display name begins with `query`.
    pub async fn users(&self, query: &str) -> Result<Users, Error> {
        self.get(self.ask(Method::GET, &["users"]).query("query", Some(query))).await
    }

    /// Chooses how the client's account appears.
    pub async fn set_presence(&self, form: &SetPresenceMode) -> Result<Me, Error> {
        self.get(self.ask(Method::PUT, &["me", "presence"]).json(form)).await
    }

    /// Replaces the client's status.
    pub async fn set_status(&self, status: &SetStatus) -> Result<Me, Error> {
        self.get(self.ask(Method::PUT, &["me", "status"]).json(status)).await
    }

    /// Removes the client's status.
    pub async fn clear_status(&self) -> Result<(), Error> {
        self.act(self.ask(Method::DELETE, &["me", "status"])).await
    }

    /// Everybody whom the client's account blocks, the one blocked last first.
    pub async fn blocks(&self) -> Result<Blocks, Error> {
        self.get(self.ask(Method::GET, &["me", "blocks"])).await
    }

    /// Blocks somebody.
    pub async fn block(&self, id: UserId) -> Result<(), Error> {
        self.act(self.ask(Method::PUT, &["me", "blocks", &id.to_string()])).await
    }

    /// Lifts a block.
    pub async fn unblock(&self, id: UserId) -> Result<(), Error> {
        self.act(self.ask(Method::DELETE, &["me", "blocks", &id.to_string()])).await
    }
}
