//! Passwords to be set: long enough, and not among the first that anybody would try.
//!
//! The list has the commonest of eight characters and more in published leaks, lower case and sorted; where it
//! comes from is in THIRD-PARTY.md. What the other rules here refuse anyway is left out of it.

use std::{collections::HashSet, sync::LazyLock};

use crate::{ValueError, text::parsed::NewPassword};

/// Characters of a password at least.
pub(crate) const LEAST: usize = 8;
/// Characters of a password at most.
pub(crate) const MOST: usize = 256;
/// Different characters of a password at least.
const DIFFERENT: usize = 4;
/// Characters besides the username at least, in a password that has the username in it.
const BESIDES_NAME: usize = 4;

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

impl NewPassword {
    /// Refuses a password that says no more than the username does.
    pub fn check_for(&self, username: &str) -> Result<(), ValueError> {
        let (password, name) = (self.to_lowercase(), username.to_lowercase());
        let besides = password.replace(&name, "");
        if !name.is_empty() && besides.len() < password.len() && besides.chars().count() < BESIDES_NAME {
            return Err(ValueError::new("reserved", "a password is more than the username"));
        }
        Ok(())
    }
}

/// Refuses what is guessed first: common passwords, and short ones made long by repeating them.
pub(crate) fn check(text: &str) -> Result<(), ValueError> {
    let folded = text.to_lowercase();
    let characters: Vec<char> = folded.chars().collect();
    let piece = &characters[..period(&characters)];
    let different = piece.iter().collect::<HashSet<_>>().len();
    if piece.len() < LEAST || different < DIFFERENT {
        return Err(ValueError::new("reserved", "a password does not only repeat a few characters"));
    }
    let piece: String = piece.iter().collect();
    if COMMON.contains(folded.as_str()) || COMMON.contains(piece.as_str()) {
        return Err(ValueError::new("reserved", "that password is among the first that anybody would try"));
    }
    Ok(())
}

/// The length of the shortest piece of which the text is a whole number of repetitions.
fn period(text: &[char]) -> usize {
    (1..=text.len() / 2)
        .filter(|length| text.len().is_multiple_of(*length))
        .find(|length| text.chunks(*length).all(|chunk| chunk == &text[..*length]))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        text.parse::<NewPassword>().is_err()
    }

    #[test]
    fn auth7_auth27_common_passwords_are_refused_in_any_case() {
        for common in
            ["password1", "PassWord1", "1q2w3e4r", "iloveyou2", "qwertyuiop", "liverpool1", "passw0rd"]
        {
            assert!(refused(common), "{common}");
        }
        assert!(COMMON.len() > 20_000);
        for good in [" päss wörd ", "correct horse battery", "two rivers meet at dusk", "dvorak-9!"] {
            assert!(!refused(good), "{good}");
        }
    }

    #[test]
    fn auth27_repeating_does_not_make_a_password_long() {
        for repeated in ["aaaaaaaa", "abababab", "abcabcabc", "passwordpassword", "1234567812345678"] {
            assert!(refused(repeated), "{repeated}");
        }
        assert!(refused("aaaaaaab") && refused("xyxyyxyxxy"));
        assert!(!refused("tiger stripes, tiger stripes"));
        assert!("short".parse::<NewPassword>().is_err_and(|error| error.code == "too_short"));
    }

    #[test]
    fn auth27_the_username_is_no_password() {
        let check = |password: &str, name: &str| password.parse::<NewPassword>().unwrap().check_for(name);
        for password in ["ana.smith", "Ana.Smith", "ana.smith1!", "99ana.smith", "ana.smithana.smit"] {
            assert_eq!(check(password, "ana.smith").is_ok(), password.ends_with("smit"), "{password}");
        }
        assert!(check("marianne-9x4z", "marianne").is_ok() && check("marianne-9x", "marianne").is_err());
        assert!(check("my name is ana", "ana").is_ok());
        assert!(check("ana likes tea", "ana").is_ok());
    }
}
