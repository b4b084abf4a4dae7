//! New passwords: long enough, and not among the first that anybody would try.
//!
//! The list contains the most common passwords of eight or more characters in published leaks, in lower case
//! and sorted, without those that the other rules refuse anyway. THIRD-PARTY.md names its source.

use std::{collections::HashSet, sync::LazyLock};

use crate::ValueError;

/// Minimum characters of a password.
pub(crate) const LEAST: usize = 8;
/// Maximum characters of a password.
pub(crate) const MOST: usize = 256;
/// Minimum number of different characters in a password.
const DIFFERENT: usize = 4;
/// Minimum characters besides the username, in a password that contains the username.
const BESIDES_NAME: usize = 4;

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Refuses a password that is little more than the username.
pub(crate) fn check_for(password: &str, username: &str) -> Result<(), ValueError> {
    let (password, name) = (password.to_lowercase(), username.to_lowercase());
    let besides = password.replace(&name, "");
    if !name.is_empty() && besides.len() < password.len() && besides.chars().count() < BESIDES_NAME {
        return Err(ValueError::new("reserved", "a password cannot be little more than the username"));
    }
    Ok(())
}

/// Refuses passwords that are guessed first: common ones, and short ones that are repeated.
pub(crate) fn check(text: &str) -> Result<(), ValueError> {
    let folded = text.to_lowercase();
    let characters: Vec<char> = folded.chars().collect();
    let piece = &characters[..period(&characters)];
    let different = piece.iter().collect::<HashSet<_>>().len();
    if piece.len() < LEAST || different < DIFFERENT {
        return Err(ValueError::new("reserved", "a password cannot just repeat a few characters"));
    }
    let piece: String = piece.iter().collect();
    if COMMON.contains(folded.as_str()) || COMMON.contains(piece.as_str()) {
        return Err(ValueError::new("reserved", "that password is too easy to guess"));
    }
    Ok(())
}

/// Length of the shortest piece that gives the text when repeated a whole number of times.
fn period(text: &[char]) -> usize {
    (1..=text.len() / 2)
        .filter(|length| text.len().is_multiple_of(*length))
        .find(|length| text.chunks(*length).all(|chunk| chunk == &text[..*length]))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewPassword;

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
    fn auth27_repeating_a_short_password_does_not_make_it_acceptable() {
        for repeated in ["aaaaaaaa", "abababab", "abcabcabc", "passwordpassword", "1234567812345678"] {
            assert!(refused(repeated), "{repeated}");
        }
        assert!(refused("aaaaaaab") && refused("xyxyyxyxxy"));
        assert!(!refused("tiger stripes, tiger stripes"));
        assert!("short".parse::<NewPassword>().is_err_and(|error| error.code == "too_short"));
    }

    #[test]
    fn auth27_the_username_is_refused_as_a_password() {
        let check = |password: &str, name: &str| password.parse::<NewPassword>().unwrap().check_for(name);
        for password in ["ana.smith", "Ana.Smith", "ana.smith1!", "99ana.smith", "ana.smithana.smit"] {
            assert_eq!(check(password, "ana.smith").is_ok(), password.ends_with("smit"), "{password}");
        }
        assert!(check("marianne-9x4z", "marianne").is_ok() && check("marianne-9x", "marianne").is_err());
        assert!(check("my name is ana", "ana").is_ok());
        assert!(check("ana likes tea", "ana").is_ok());
    }
}
