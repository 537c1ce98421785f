//! Agent `pay3`: WASI 0.3 with async functions and a stream; the ledger, a clock, the environment and standard
//! output come in, strings go out.

use acme::ledger::book;
use wasi::cli::{environment, stdout};
use wasi::clocks0_3_0::monotonic_clock;

wit_bindgen::generate!({ path: "../wit", world: "pay3", generate_all });

struct Pay3;
export!(Pay3);

impl Guest for Pay3 {
    async fn run(account: String, cents: u64) -> String {
        match book::post(account, cents).await {
            Ok(receipt) => format!("{receipt} {}", book::currency()),
            Err(error) => format!("error: {error}"),
        }
    }

    async fn balance(account: String) -> u64 {
        book::balance(account).await
    }

    async fn wait_millis(milliseconds: u64) -> String {
        let start = monotonic_clock::now();
        monotonic_clock::wait_for(milliseconds * 1_000_000).await;
        ((monotonic_clock::now() - start) / 1_000_000).to_string()
    }

    fn env_var(name: String) -> String {
        let found = environment::get_environment()
            .into_iter()
            .find(|(key, _)| *key == name);
        found.map_or_else(|| "error: not set".to_owned(), |(_, value)| value)
    }

    async fn say(text: String) -> String {
        let (mut writer, reader) = wit_stream::new();
        let done = stdout::write_via_stream(reader);
        let left = writer.write_all(text.into_bytes()).await;
        drop(writer);
        match done.await {
            Ok(()) if left.is_empty() => "written".to_owned(),
            Ok(()) => format!("error: {} bytes left", left.len()),
            Err(code) => format!("error: {code:?}"),
        }
    }
}
