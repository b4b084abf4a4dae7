//! The words of mails, in every language of the web client.

use confluence_store::{Language, Letter, LetterKind};

/// Subject and text of a mail; `base` is the address of the server, and a link has this token.
pub fn write(letter: &Letter, base: &str, token: &str) -> (&'static str, String) {
    let name = &letter.username;
    match letter.language {
        Language::English => english(letter.kind, name, base, token),
        Language::German => german(letter.kind, name, base, token),
        Language::Spanish => spanish(letter.kind, name, base, token),
    }
}

fn english(kind: LetterKind, name: &str, base: &str, token: &str) -> (&'static str, String) {
    match kind {
        LetterKind::Confirm => (
            "Confirm your email address",
            format!(
                "Hello,\n\n\
                 someone, probably you, entered this email address for the account {name} on {base}.\n\n\
                 To use it for that account, confirm it within 24 hours:\n\n\
                 {base}/confirm-email/{token}\n\n\
                 If that wasn't you, ignore this email. The address won't be used.\n"
            ),
        ),
        LetterKind::Reset => (
            "Set a new password",
            format!(
                "Hello,\n\n\
                 someone, probably you, asked for a new password for the account {name} on {base}.\n\n\
                 You can set one within an hour:\n\n\
                 {base}/reset/{token}\n\n\
                 If that wasn't you, ignore this email. Your password stays as it is.\n"
            ),
        ),
        LetterKind::Taken => (
            "Your email address is already in use",
            format!(
                "Hello,\n\n\
                 someone, probably you, entered this email address for another account on {base}. It already belongs \
                 to the account {name} there, and an address can belong to one account only.\n\n\
                 If you have forgotten the password of {name}, you can set a new one:\n\n\
                 {base}/forgot\n\n\
                 If that wasn't you, ignore this email. Nothing has changed.\n"
            ),
        ),
        LetterKind::Replaced => (
            "Your account no longer uses this email address",
            format!(
                "Hello,\n\n\
                 the email address of the account {name} on {base} was changed or removed. This address can no longer \
                 be used to set a new password.\n\n\
                 If that wasn't you, change your password and tell an administrator of the server.\n"
            ),
        ),
    }
}

fn german(kind: LetterKind, name: &str, base: &str, token: &str) -> (&'static str, String) {
    match kind {
        LetterKind::Confirm => (
            "Bestätige deine E-Mail-Adresse",
            format!(
                "Hallo,\n\n\
                 jemand, wahrscheinlich du, hat diese E-Mail-Adresse für das Konto {name} auf {base} angegeben.\n\n\
                 Um sie für dieses Konto zu verwenden, bestätige sie innerhalb von 24 Stunden:\n\n\
                 {base}/confirm-email/{token}\n\n\
                 Wenn du das nicht warst, ignoriere diese E-Mail. Die Adresse wird dann nicht verwendet.\n"
            ),
        ),
        LetterKind::Reset => (
            "Neues Passwort festlegen",
            format!(
                "Hallo,\n\n\
                 jemand, wahrscheinlich du, hat ein neues Passwort für das Konto {name} auf {base} angefordert.\n\n\
                 Du kannst es innerhalb einer Stunde festlegen:\n\n\
                 {base}/reset/{token}\n\n\
                 Wenn du das nicht warst, ignoriere diese E-Mail. Dein Passwort bleibt, wie es ist.\n"
            ),
        ),
        LetterKind::Taken => (
            "Deine E-Mail-Adresse wird schon verwendet",
            format!(
                "Hallo,\n\n\
                 jemand, wahrscheinlich du, hat diese E-Mail-Adresse für ein anderes Konto auf {base} angegeben. Sie \
                 gehört dort schon zum Konto {name}, und eine Adresse kann nur zu einem Konto gehören.\n\n\
                 Wenn du das Passwort von {name} vergessen hast, kannst du ein neues festlegen:\n\n\
                 {base}/forgot\n\n\
                 Wenn du das nicht warst, ignoriere diese E-Mail. Es hat sich nichts geändert.\n"
            ),
        ),
        LetterKind::Replaced => (
            "Dein Konto verwendet diese E-Mail-Adresse nicht mehr",
            format!(
                "Hallo,\n\n\
                 die E-Mail-Adresse des Kontos {name} auf {base} wurde geändert oder entfernt. Mit dieser Adresse kann \
                 kein neues Passwort mehr festgelegt werden.\n\n\
                 Wenn du das nicht warst, ändere dein Passwort und wende dich an die Administration des Servers.\n"
            ),
        ),
    }
}

fn spanish(kind: LetterKind, name: &str, base: &str, token: &str) -> (&'static str, String) {
    match kind {
        LetterKind::Confirm => (
            "Confirma tu dirección de correo",
            format!(
                "Hola:\n\n\
                 Alguien, probablemente tú, indicó esta dirección de correo para la cuenta {name} en {base}.\n\n\
                 Para usarla con esa cuenta, confírmala en un plazo de 24 horas:\n\n\
                 {base}/confirm-email/{token}\n\n\
                 Si no fuiste tú, ignora este correo. La dirección no se usará.\n"
            ),
        ),
        LetterKind::Reset => (
            "Elige una contraseña nueva",
            format!(
                "Hola:\n\n\
                 Alguien, probablemente tú, pidió una contraseña nueva para la cuenta {name} en {base}.\n\n\
                 Puedes elegirla en el plazo de una hora:\n\n\
                 {base}/reset/{token}\n\n\
                 Si no fuiste tú, ignora este correo. Tu contraseña no cambia.\n"
            ),
        ),
        LetterKind::Taken => (
            "Tu dirección de correo ya está en uso",
            format!(
                "Hola:\n\n\
                 Alguien, probablemente tú, indicó esta dirección de correo para otra cuenta en {base}. Allí ya pertenece \
                 a la cuenta {name}, y una dirección solo puede pertenecer a una cuenta.\n\n\
                 Si olvidaste la contraseña de {name}, puedes elegir una nueva:\n\n\
                 {base}/forgot\n\n\
                 Si no fuiste tú, ignora este correo. No ha cambiado nada.\n"
            ),
        ),
        LetterKind::Replaced => (
            "Tu cuenta ya no usa esta dirección de correo",
            format!(
                "Hola:\n\n\
                 La dirección de correo de la cuenta {name} en {base} se cambió o se quitó. Ya no se puede usar para \
                 elegir una contraseña nueva.\n\n\
                 Si no fuiste tú, cambia tu contraseña y avisa a un administrador del servidor.\n"
            ),
        ),
    }
}
