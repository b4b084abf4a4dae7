//! The web client: installs its packages and builds `web/dist`, each only if its inputs changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::node::Node;
use crate::run::run;
use crate::workspace;

/// Folder of the web client.
pub fn folder() -> PathBuf {
    workspace::root().join("web")
}

/// Brings `web/dist` up to date.
pub fn build(node: &Node) -> Result<(), String> {
    node.install(&folder())?;
    let stamp = workspace::target().join("web-dist-fingerprint");
    let wanted = sources().map_err(|error| error.to_string())?;
    let current = fs::read_to_string(&stamp).is_ok_and(|built| built == wanted);
    if !current || !folder().join("dist/index.html").is_file() {
        println!("building the web client");
        run(&mut node.npm(&folder(), &["run", "--silent", "build"]))?;
        fs::create_dir_all(workspace::target()).map_err(|error| error.to_string())?;
        fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    }
    Ok(())
}

/// Makes cargo recompile the embedding source file if `web/dist` is newer.
///
/// The embedding macro reads the folder at compile time, but cargo does not watch that folder.
pub fn announce_to_cargo() -> Result<(), String> {
    let Some(embedding) = embedding_source(&workspace::root().join("crates/server/src")) else {
        return Ok(());
    };
    let modified =
        |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).unwrap_or(UNIX_EPOCH);
    let built = modified(&folder().join("dist/index.html"));
    if built > modified(&embedding) {
        fs::File::options()
            .append(true)
            .open(&embedding)
            .and_then(|file| file.set_modified(built))
            .map_err(|error| format!("{}: {error}", embedding.display()))?;
    }
    Ok(())
}

/// Fingerprint of everything that a build of the web client reads, including the setting compiled into it.
fn sources() -> std::io::Result<String> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        let skipped = path
            .file_name()
            .is_some_and(|name| name == "node_modules" || name == "dist" || name == "test-results");
        if !skipped {
            inputs.push(path);
        }
    }
    inputs.sort();
    workspace::fingerprint(&inputs, &std::env::var("VITE_BACKEND_URL").unwrap_or_default())
}

fn embedding_source(folder: &Path) -> Option<PathBuf> {
    let mut children: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    children.sort();
    children.into_iter().find_map(|path| {
        if path.is_dir() {
            return embedding_source(&path);
        }
        fs::read_to_string(&path).is_ok_and(|text| text.contains("RustEmbed")).then_some(path)
    })
}
