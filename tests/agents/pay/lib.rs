//! Agent `pay`: an account and cents come in, what the interface `acme:pay/api` answers goes out.

use acme::pay::api;

wit_bindgen::generate!({ path: "../wit", world: "pay", generate_all });

struct Pay;
export!(Pay);

fn say(result: Result<String, String>) -> String {
    result.unwrap_or_else(|error| format!("error: {error}"))
}

impl Guest for Pay {
    fn run(account: String, cents: u64) -> String {
        say(api::charge(&account, cents))
    }

    fn refund(account: String, cents: u64) -> String {
        say(api::refund(&account, cents))
    }

    fn ping(x: u32) -> u32 {
        api::ping(x)
    }
}
