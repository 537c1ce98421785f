//! Agent `files`: paths and texts come in, what the standard library's file functions say goes out.

use std::fs::{self, OpenOptions};
use std::io::{Result, Write};

wit_bindgen::generate!({ path: "../wit", world: "files", generate_all });

struct Files;
export!(Files);

fn say(result: Result<String>) -> String {
    result.unwrap_or_else(|error| format!("error: {error}"))
}

impl Guest for Files {
    fn read_file(path: String) -> String {
        say(fs::read_to_string(path))
    }

    fn write_file(path: String, text: String) -> String {
        say(fs::write(path, text).map(|()| "written".to_owned()))
    }

    fn append_file(path: String, text: String) -> String {
        let file = OpenOptions::new().append(true).create(true).open(path);
        say(file
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map(|()| "appended".to_owned()))
    }

    fn list_dir(path: String) -> String {
        let names = fs::read_dir(path).and_then(|entries| {
            let mut names = entries
                .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
                .collect::<Result<Vec<_>>>()?;
            names.sort();
            Ok(names.join(","))
        });
        say(names)
    }

    fn file_size(path: String) -> String {
        say(fs::metadata(path).map(|metadata| metadata.len().to_string()))
    }

    fn rename_file(source: String, target: String) -> String {
        say(fs::rename(source, target).map(|()| "renamed".to_owned()))
    }

    fn remove_file(path: String) -> String {
        say(fs::remove_file(path).map(|()| "removed".to_owned()))
    }
}
