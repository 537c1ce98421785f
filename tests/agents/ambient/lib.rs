//! Agent `ambient`: one export per thing that surrounds a program, each saying what it found.

use std::io::{Write, stderr, stdin, stdout};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

wit_bindgen::generate!({ path: "../wit", world: "ambient", generate_all });

struct Ambient;
export!(Ambient);

fn written(result: std::io::Result<()>) -> String {
    match result {
        Ok(()) => "written".to_owned(),
        Err(error) => format!("error: {error}"),
    }
}

impl Guest for Ambient {
    fn env_var(name: String) -> String {
        std::env::var(name).unwrap_or_else(|error| format!("error: {error}"))
    }

    fn arguments() -> String {
        std::env::args().collect::<Vec<_>>().join(",")
    }

    fn random_hex() -> String {
        let bytes = wasi::random::random::get_random_bytes(16);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn wall_seconds() -> String {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs().to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    fn tick_nanos() -> String {
        let start = Instant::now();
        start.elapsed().as_nanos().to_string()
    }

    fn sleep_millis(milliseconds: u64) -> String {
        std::thread::sleep(Duration::from_millis(milliseconds));
        "slept".to_owned()
    }

    fn read_stdin() -> String {
        let mut text = String::new();
        match stdin().read_line(&mut text) {
            Ok(_) => text.trim_end().to_owned(),
            Err(error) => format!("error: {error}"),
        }
    }

    fn print_out(text: String) -> String {
        let mut out = stdout();
        written(writeln!(out, "{text}").and_then(|()| out.flush()))
    }

    fn print_err(text: String) -> String {
        written(writeln!(stderr(), "{text}"))
    }
}
