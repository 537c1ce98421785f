//! Agent `fetch`: an address comes in, what a plain GET of it brings goes out.

wit_bindgen::generate!({ path: "../wit", world: "fetch", generate_all });

mod get;

struct Fetch;
export!(Fetch);

impl Guest for Fetch {
    fn run(url: String) -> String {
        match get::get(&url) {
            Ok((status, body)) => {
                format!("status={status} body={}", String::from_utf8_lossy(&body))
            }
            Err(error) => format!("error: {error}"),
        }
    }
}
