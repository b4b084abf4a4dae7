//! Reserved usernames, which could be mistaken for the server, its operators or a group.
//!
//! Only sign-up checks them: accounts that already have one keep it.

use crate::{ValueError, text::parsed::Username};

/// Words that imply an office or address a group, without separators. Names that consist only of these words
/// are reserved too.
const WORDS: &str = "\
    abuse accounts admin administration administrator administrators admins all anonymous billing \
    channel confluence contact daemon deleted deleteduser everybody everyone feedback helpdesk help here \
    hostmaster info legal mailer mod moderation moderator moderators mods nobody noreply notification \
    notifications null official operator postmaster privacy robot room root security server service \
    staff superuser support sysadmin sysop system team undefined webmaster";

impl Username {
    /// Refuses a reserved name for a new account.
    pub fn check_new(&self) -> Result<(), ValueError> {
        if is_reserved(self) { Err(ValueError::new("reserved", "that username is reserved")) } else { Ok(()) }
    }
}

/// Whether a lower-case username reads as reserved words only, ignoring separators, a number at its end, and
/// digits in place of letters.
fn is_reserved(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !matches!(c, '.' | '-' | '_')).collect();
    let without_number = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    [bare.as_str(), without_number].into_iter().filter(|name| !name.is_empty()).any(|name| {
        // One digit can stand for two letters.
        ['i', 'l'].into_iter().any(|one| is_made_of_words(&letters(name, one)))
    })
}

/// The name with its digits replaced by the letters that they resemble; `one` replaces 1.
fn letters(name: &str, one: char) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    };
    name.chars().map(letter).collect()
}

/// Whether the text is a sequence of reserved words. Usernames are short, so few combinations are tried.
fn is_made_of_words(text: &str) -> bool {
    text.is_empty() || WORDS.split(' ').any(|word| text.strip_prefix(word).is_some_and(is_made_of_words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auth28_names_that_imply_an_office_are_reserved_in_any_spelling() {
        for name in [
            "admin",
            "administrator",
            "support",
            "system",
            "root",
            "moderator",
            "help",
            "security",
            "info",
            "confluence",
            "room",
            "everyone",
            "deleted",
            "adm1n",
            "ADMIN",
            "r00t",
            "sy5tem",
            "he1p",
            "a.d.m.i.n",
            "admin_1",
            "support2",
            "admin2024",
            "system-admin",
            "confluence.support",
            "help_desk",
            "no-reply",
            "adm1n1strator",
            "security.team",
        ] {
            let name: Username = name.parse().unwrap();
            assert!(name.check_new().is_err(), "{}", name.as_str());
        }
    }

    #[test]
    fn auth28_other_names_are_available() {
        for name in [
            "ana",
            "ben",
            "person0",
            "racer1",
            "rootbeer",
            "helpful",
            "adminton",
            "alla",
            "system_of_a_down",
            "anna.admin",
            "infobird",
            "modest",
            "teammate",
            "42",
            "l33t",
        ] {
            let name: Username = name.parse().unwrap();
            assert!(name.check_new().is_ok(), "{}", name.as_str());
        }
    }
}
