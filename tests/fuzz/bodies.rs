//! What the fuzz targets do with their input, for cargo-fuzz and for the short run of every test run.
//!
//! A text of policies gives policies or diagnostics. Bytes taken for a table are refused, or can be printed and decide. Neither ever panics, and nothing
//! here looks at a decision: `differential` compares those. The target for generated adapters is in `trampoline.rs`.

use caplink_linker::policy::question::{Party, Question, Texts};
use caplink_linker::source::Source;
use caplink_model::limits::POLICY_STACK;

/// What the policies of [`policy_text`] are about.
const SCHEMA: &str = "entity User in [Group] { level: Long, tags: Set<String>, note?: String } tags String;\nentity Group;\nentity Doc { owner: User };\n\
    namespace Net { entity Host in [Host]; }\naction all;\naction read in [all] appliesTo { principal: [User], resource: [Doc, Net::Host], context: {\n\
    host: String, port: Long, secure: Bool, price?: __cedar::decimal, peer?: __cedar::ipaddr, at?: __cedar::datetime, names: Set<String>, to: { city?: String } } };";

/// Policies, of which the compiler makes rules or diagnostics. Says whether it made rules.
pub fn policy_text(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let run = || {
        let files = [Source { file: "p.cedar", text }];
        let schema = Source { file: "s.cedarschema", text: SCHEMA };
        let question = match Question::load(&Texts { policies: &files, links: None, schema, entities: None }) {
            Ok(question) => question,
            Err(errors) => {
                assert!(!errors.is_empty(), "policies are refused without a word");
                return false;
            }
        };
        let parties = [("User::\"a\"", "Doc"), ("User::\"a\"", "Net::Host")];
        parties.into_iter().all(|(principal, resource)| {
            match question.decide(Party::Known(principal), "Action::\"read\"", Party::Unknown(resource)) {
                Ok(_) => true,
                Err(errors) => {
                    assert!(!errors.is_empty(), "policies are refused without a word");
                    false
                }
            }
        })
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, run).expect("a thread starts");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A table, and a memory with a frame: the last bytes of the input, as many as its first byte says. Says whether the table is accepted.
pub fn table_decoder(data: &[u8]) -> bool {
    let Some((first, rest)) = data.split_first() else { return false };
    let (table, memory) = rest.split_at(rest.len() - usize::from(*first).min(rest.len()));
    let frame = u32::from(*first) / 4;
    let accepted = caplink_guard::check(table).is_ok();
    // The engine trusts nobody: not even that the table was checked.
    let allowed = caplink_guard::decide(table, memory, frame, &mut ());
    assert_eq!(allowed, caplink_guard::decide(table, memory, frame, &mut ()), "it decides the same again");
    let mut text = Limited(0);
    let printed = caplink_guard::print(table, &mut text);
    assert_eq!(printed.is_ok() || text.0 > Limited::MOST, accepted, "what is accepted can be printed, and nothing else");
    accepted
}

/// Counts bytes, and takes no more than so many.
struct Limited(usize);

impl Limited {
    const MOST: usize = 1 << 20;
}

impl std::fmt::Write for Limited {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 += text.len();
        if self.0 > Self::MOST { Err(std::fmt::Error) } else { Ok(()) }
    }
}
