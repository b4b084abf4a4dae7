//! Code that the first account needs unless it is created on this machine.

use crate::config::Secret;

/// Twelve characters derived from the secret: the same on every node and after a restart.
#[derive(Clone, PartialEq, Eq)]
pub struct SetupCode(String);

impl SetupCode {
    /// The setup code of a server with this secret.
    pub fn of(secret: &Secret) -> Self {
        // No characters that look alike, and 32 of them, so that the low five bits of a byte choose evenly.
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let bytes = secret.derive("setup code");
        Self(bytes[..12].iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
    }

    /// The code in groups of four, as it is printed.
    pub fn printed(&self) -> String {
        format!("{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }

    /// Whether `typed` is the code, in any case, with or without hyphens.
    pub fn matches(&self, typed: &str) -> bool {
        let typed: Vec<u8> = typed
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_uppercase())
            .take(13)
            .collect();
        // Every character is compared, so that timing does not reveal how many match.
        let wrong = self.0.bytes().zip(&typed).fold(0, |wrong, (ours, theirs)| wrong | (ours ^ theirs));
        typed.len() == self.0.len() && wrong == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn auth4_setup_code_matches_as_people_type_it() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            Settings { data_dir: Some(folder.path().display().to_string()), ..Settings::default() };
        let code = SetupCode::of(&settings.into_config().unwrap().jwt_secret);
        assert!(code.matches(&code.printed()));
        assert!(code.matches(&code.printed().to_lowercase().replace('-', " ")));
        assert!(!code.matches(""));
        assert!(!code.matches(&code.printed()[..11]));
        assert!(!code.matches(&format!("{}A", code.printed())));
        assert!(!code.matches("AAAA-AAAA-AAAA"));
    }
}
