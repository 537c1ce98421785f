//! `caplink.toml`: agents with their policies, and settings of `lint`, as one file says them.
//!
//! In: a TOML file that the command line names; nothing looks for one. Out: paths relative to its folder, and settings. Refused: members that are not known, so
//! that a misspelt `policies` is no empty one. Whether the files exist is seen when they are read.

use crate::console::Failure;
use crate::files::{self, shown};
use crate::lint::Grade;
use caplink_linker::source::Source;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// What a manifest says.
#[derive(Debug)]
pub struct Manifest {
    /// Its agents, by name.
    pub agents: BTreeMap<String, Agent>,
    /// Settings of `lint`.
    pub lint: Lint,
    name: String,
    text: String,
}

/// An agent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Agent {
    /// The component.
    pub component: PathBuf,
    /// Who it is, if it is not `Agent::"NAME"`.
    principal: Option<String>,
    /// Its policy files and folders.
    #[serde(default)]
    pub policies: Paths,
    /// Its entities.
    pub entities: Option<PathBuf>,
    /// Schemas of the user's own types.
    #[serde(default)]
    pub schema: Paths,
    /// Links of templates.
    pub template_links: Option<PathBuf>,
    /// Where the artifact goes; `lint` does not look at it, nor at the two below.
    #[serde(rename = "output")]
    _output: Option<PathBuf>,
    #[serde(rename = "lock")]
    _lock: Option<PathBuf>,
    #[serde(rename = "virtual", default)]
    _virtual: Virtual,
}

/// What an agent's artifact has in itself, as the flags of `link` say it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "it is checked when a manifest is read; only the flags of `link` are linked by yet")]
struct Virtual {
    #[serde(default)]
    env: BTreeMap<String, String>,
    args: Option<Vec<String>>,
    cwd: Option<String>,
    #[serde(default)]
    config: BTreeMap<String, String>,
    /// Sizes of file systems that can be written, by guest path.
    #[serde(default)]
    fs: BTreeMap<String, String>,
    /// Folders, by guest path.
    #[serde(default)]
    embed: BTreeMap<String, PathBuf>,
    stdin: Option<PathBuf>,
    stdout: Option<Swallow>,
    stderr: Option<Swallow>,
    clock: Option<String>,
}

/// What is done with what is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Swallow {
    Sink,
}

/// One path or several.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged, expecting = "expected a path or a list of paths")]
pub enum Paths {
    /// None.
    #[default]
    None,
    /// One.
    One(PathBuf),
    /// Several.
    Several(Vec<PathBuf>),
}

/// Settings of `lint`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lint {
    /// Rules that report.
    #[serde(default)]
    pub select: Vec<Spanned<String>>,
    /// Rules that do not.
    #[serde(default)]
    pub ignore: Vec<Spanned<String>>,
    /// From which level on findings fail a run.
    pub fail_level: Option<Grade>,
    /// Other levels than the rules' own.
    #[serde(default)]
    pub severity: BTreeMap<Spanned<String>, Grade>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    agent: BTreeMap<String, Agent>,
    #[serde(default)]
    lint: Lint,
}

impl Manifest {
    /// Reads a manifest.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let input = files::file(path)?;
        let name = files::named::name(path)?;
        let Ok(text) = String::from_utf8(input.bytes) else {
            return Err(Diagnostic::error("E-MANIFEST", format!("{} is not UTF-8", shown(path))).help("save the file as UTF-8").into());
        };
        Self::parse(name, text, path.parent().unwrap_or(Path::new("")))
    }

    fn parse(name: String, text: String, folder: &Path) -> Result<Self, Failure> {
        let document: Document = toml::from_str(&text).map_err(|error| {
            let mut message = escape(&error.message().replace('\n', ", "));
            if let Some(near) = nearest(error.message()) {
                message.push_str(&format!("; did you mean `{near}`?"));
            }
            wrong(&name, &text, error.span().map(|span| span.start), message)
        })?;
        let mut agents = document.agent;
        agents.values_mut().for_each(|agent| agent.resolve(folder));
        Ok(Self { agents, lint: document.lint, name, text })
    }

    /// An error at something in the manifest.
    pub fn wrong<T>(&self, what: &Spanned<T>, message: String) -> Failure {
        wrong(&self.name, &self.text, Some(what.span().start), message)
    }

    /// An error of the manifest as a whole.
    pub fn contradicts(&self, message: &str) -> Diagnostic {
        Diagnostic::error("E-MANIFEST", format!("`{}`: {message}", escape(&self.name)))
    }
}

impl Agent {
    /// Who the agent of this name is, as Cedar writes it.
    pub fn principal(&self, name: &str) -> String {
        // Cedar's strings have these escapes too.
        self.principal.clone().unwrap_or_else(|| format!("Agent::\"{}\"", name.escape_debug()))
    }

    fn resolve(&mut self, folder: &Path) {
        let one = [Some(&mut self.component), self.entities.as_mut(), self.template_links.as_mut()];
        for path in one.into_iter().flatten().chain(self.policies.iter_mut()).chain(self.schema.iter_mut()) {
            *path = folder.join(&*path);
        }
    }
}

impl Paths {
    /// The paths.
    pub fn as_slice(&self) -> &[PathBuf] {
        match self {
            Self::None => &[],
            Self::One(path) => std::slice::from_ref(path),
            Self::Several(paths) => paths,
        }
    }

    fn iter_mut(&mut self) -> std::slice::IterMut<'_, PathBuf> {
        match self {
            Self::None => Default::default(),
            Self::One(path) => std::slice::from_mut(path).iter_mut(),
            Self::Several(paths) => paths.iter_mut(),
        }
    }
}

/// The known member that is nearest to one that is not, by what the parser says.
fn nearest(message: &str) -> Option<&str> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    let wrong = quoted.next()?;
    let near = quoted.map(|known| (caplink_linker::policy::distance(wrong, known), known)).min()?;
    (near.0 <= 1 + wrong.len() / 3).then_some(near.1)
}

fn wrong(name: &str, text: &str, at: Option<usize>, message: String) -> Failure {
    let diagnostic = Diagnostic::error("E-MANIFEST", message);
    match at {
        Some(at) => Source { file: name, text }.place(diagnostic, at).into(),
        None => diagnostic.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Manifest, Diagnostic> {
        Manifest::parse("caplink.toml".into(), text.into(), Path::new("x")).map_err(|failure| failure.0[0].clone())
    }

    #[test]
    fn paths_are_relative_to_the_manifest() {
        let text = "[agent.pay]\ncomponent = \"pay.wasm\"\npolicies = [\"policies\", \"/b.cedar\"]\nschema = \"s.cedarschema\"\n\
            virtual.env.HOME = \"/\"\noutput = \"out.wasm\"\n[agent.'a\"b']\ncomponent = \"b.wasm\"\nprincipal = 'Bot::\"b\"'\n\
            [lint]\nignore = [\"C2\"]\nfail-level = \"error\"\n[lint.severity]\nC104 = \"info\"\n";
        let manifest = parse(text).expect("it is well formed");
        let pay = &manifest.agents["pay"];
        assert_eq!(pay.component, Path::new("x/pay.wasm"));
        assert_eq!(pay.policies.as_slice(), [Path::new("x/policies"), Path::new("/b.cedar")]);
        assert_eq!(pay.schema.as_slice(), [Path::new("x/s.cedarschema")]);
        assert_eq!(pay.principal("a\"b"), "Agent::\"a\\\"b\"");
        assert_eq!(manifest.agents["a\"b"].principal("x"), "Bot::\"b\"");
        assert_eq!(manifest.lint.fail_level, Some(Grade::Error));
        assert!(parse("").expect("an empty one is one").agents.is_empty());
    }

    #[test]
    fn a_member_that_is_not_known_has_a_near_one() {
        let virtuals = "[agent.a]\ncomponent = \"a\"\n[agent.a.virtual]\n";
        for (text, near) in [
            ("[agent.a]\ncomponent = \"a\"\npolicy = \"x\"\n".to_string(), "`policies`"),
            (format!("{virtuals}enw = {{}}\n"), "`env`"),
            (format!("{virtuals}embeds = {{}}\n"), "`embed`"),
            (format!("{virtuals}std-out = \"sink\"\n"), "`stdout`"),
        ] {
            let found = parse(&text).expect_err("must be refused").message;
            assert!(found.ends_with(&format!("did you mean {near}?")), "{found}");
        }
        assert!(parse(&format!("{virtuals}stdout = \"nowhere\"\n")).is_err());
        assert!(
            parse(&format!("{virtuals}env.A = \"1\"\nargs = [\"a\"]\nfs.\"/s\" = \"1M\"\nembed.\"/in\" = \"x\"\nclock = \"counting\"\n"))
                .is_ok()
        );
    }

    #[test]
    fn errors_have_a_place() {
        for (text, line, column) in [
            ("[agent.a]\ncomponent = \"a\"\npolicy = \"x\"\n", 3, 1),
            ("[agent.a]\nprincipal = \"a\"\n", 1, 1),
            ("[lint]\nfail-level = \"fatal\"\n", 2, 14),
            ("[lint]\nselect = \"C1\"\n", 2, 10),
            ("x = \n", 1, 5),
        ] {
            let found = parse(text).expect_err("must be refused");
            let place = found.location.expect("it has a place");
            assert_eq!((found.code, place.line, place.column), ("E-MANIFEST", line, column), "{text}: {}", found.message);
        }
    }
}
