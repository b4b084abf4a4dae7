//! `ExifTool`, which knows more kinds of metadata than any other program. If it is not installed, its test
//! reports that and is skipped, or fails with `CONFLUENCE_REQUIRE_SERVICES=1`.

use std::process::Command;

/// Whether the program is installed.
pub fn is_there() -> bool {
    let there = Command::new("exiftool").arg("-ver").output().is_ok_and(|output| output.status.success());
    if !there {
        assert!(std::env::var_os("CONFLUENCE_REQUIRE_SERVICES").is_none(), "exiftool is not installed");
        eprintln!("SKIPPED: exiftool is not installed");
    }
    there
}

/// Everything that it finds in a file, including embedded and unknown values, with numbers as numbers. The
/// name and times of the file itself are left out.
pub fn read(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let output = Command::new("exiftool")
        .args(["-n", "-a", "-u", "-U", "-ee3", "-G1", "-s", "--System:all", name])
        .current_dir(folder.path())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
