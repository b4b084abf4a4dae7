//! The generated TypeScript files that the web client compiles against, and the tests that keep them up to
//! date.
//!
//! The files are committed; after a change to the protocol run
//! `UPDATE=1 cargo test -p confluence-protocol` to regenerate them and the golden frames.

use std::{any::TypeId, collections::BTreeMap, path::PathBuf};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    AcceptPreview, AdminInvites, AdminRooms, AdminSettings, AdminUsers, AuditPage, Bans, BeginUpload, Blocks,
    ChangePassword, Changes, ClientFrame, CreateGroup, CreateInvite, CreateReport, CreateRoom, DeleteAccount,
    DeletedRooms, Directory, EditMessage, Elevate, Elevation, Folders, GroupPeople, Groups, History, Invites,
    MarkRead, Marks, Me, Members, MessagesDeleted, MessagesPage, NewMessage, OpenReports, PasswordLink,
    PatchAdminSettings, PatchAdminUser, PatchGroup, PatchMe, PatchMembership, PatchReport, PatchRoom,
    PatchUpload, Pins, Problem, Profile, ReactionCount, ReadState, Receipts, ReportReceipt, Reports,
    RequestReset, ResetPassword, RoomActs, RoomFiles, RoomSort, Rooms, Saved, ServerFrame, ServerInfo,
    Sessions, SetBan, SetEmail, SetFolders, SetGuestUntil, SetOwner, SetPresenceMode, SetRole, SetStatus,
    SignIn, SignUp, SignedIn, StartDirect, TokenPair, TokenRequest, Unseen, UploadProgress, Usage, Users,
};

struct Collect<'a> {
    config: &'a Config,
    seen: Vec<TypeId>,
    found: BTreeMap<String, String>,
}

impl Collect<'_> {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.found.insert(T::ident(self.config), format!("{docs}export {}\n", T::decl(self.config)));
        }
        T::visit_dependencies(self);
    }
}

impl TypeVisitor for Collect<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

fn render() -> String {
    let config = Config::new().with_large_int("number");
    let mut all = Collect { config: &config, seen: Vec::new(), found: BTreeMap::new() };
    macro_rules! roots { ($($root:ty),*) => { $(all.add::<$root>();)* } }
    roots!(
        AcceptPreview,
        ChangePassword,
        Changes,
        ClientFrame,
        CreateInvite,
        CreateRoom,
        DeleteAccount,
        DeletedRooms,
        Directory,
        EditMessage,
        History,
        Invites,
        MarkRead,
        Marks,
        Me,
        Members,
        MessagesPage,
        NewMessage,
        PatchMe,
        PatchMembership,
        PatchRoom,
        Problem,
        ReactionCount,
        ReadState,
        Receipts,
        Rooms,
        RoomSort,
        ServerFrame,
        ServerInfo,
        Folders,
        SetFolders,
        Sessions,
        SignIn,
        SignUp,
        SignedIn,
        TokenPair,
        TokenRequest,
        Unseen,
        Users,
        Bans,
        Pins,
        Saved,
        SetBan,
        SetGuestUntil,
        SetRole,
        SetPresenceMode,
        SetStatus,
        StartDirect,
        Blocks,
        Profile,
        PatchUpload,
        RoomFiles,
        BeginUpload,
        UploadProgress,
        AdminInvites,
        AdminRooms,
        AdminSettings,
        AdminUsers,
        AuditPage,
        OpenReports,
        Elevate,
        Elevation,
        PasswordLink,
        PatchAdminSettings,
        PatchAdminUser,
        RequestReset,
        ResetPassword,
        SetEmail,
        SetOwner,
        Usage,
        CreateReport,
        CreateGroup,
        GroupPeople,
        Groups,
        PatchGroup,
        MessagesDeleted,
        PatchReport,
        ReportReceipt,
        Reports,
        RoomActs
    );
    let mut text = "// The wire types of Confluence, generated from crates/protocol: do not edit by hand.\n\
         // `UPDATE=1 cargo test -p confluence-protocol` regenerates this file.\n"
        .to_owned();
    for declaration in all.found.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text
}

/// The limits as separate constants, so that a bundler can leave out unused ones.
fn render_limits() -> String {
    let mut text = "// The limits of Confluence, generated from crates/protocol: do not edit by hand.\n\
                    // `UPDATE=1 cargo test -p confluence-protocol` regenerates this file.\n"
        .to_owned();
    for (name, doc, value) in crate::wire::limits::all() {
        let doc = doc.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let lines = format!("\n/** {doc} */\nexport const {name} = {value};\n");
        text.push_str(&lines);
    }
    text
}

#[test]
fn committed_typescript_limits_are_up_to_date() {
    crate::golden::check(&PathBuf::from("../../web/src/lib/limits.gen.ts"), &render_limits());
}

#[test]
fn committed_typescript_types_are_up_to_date() {
    crate::golden::check(&PathBuf::from("../../web/src/net/protocol.gen.ts"), &render());
}
