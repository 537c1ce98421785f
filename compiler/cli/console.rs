//! Where reports and failures go, in which format and with or without colour.
//!
//! In: text with ANSI styles, or values for JSON. Out: bytes on stdout and stderr; styles are stripped by anstream where they are not
//! wanted. Only this file prints.

use crate::render::{diagnostic, json};
use anstream::{AutoStream, ColorChoice};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::io::{self, ErrorKind, Write};
use std::panic::PanicHookInfo;
use std::sync::Mutex;

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    // On a terminal that shows it.
    Auto,
    // In every case.
    Always,
    // Never.
    Never,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // For people.
    Text,
    // For programs.
    Json,
}

/// Why the tool could not proceed: at least one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub Vec<Diagnostic>);

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

/// The streams of this run.
#[derive(Debug)]
pub struct Console {
    color: ColorChoice,
    /// The report's format.
    pub format: Format,
    report_to_stderr: bool,
}

impl Console {
    /// `report_to_stderr`: stdout carries an artifact.
    pub fn new(color: Color, format: Format, report_to_stderr: bool) -> Self {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { color, format, report_to_stderr }
    }

    /// Writes a report.
    pub fn report(&self, text: &str) -> Result<(), Failure> {
        let done = if self.report_to_stderr { self.stderr(text) } else { self.stdout(text) };
        written(done)
    }

    /// Writes text to stdout as it is: a schema, a completion script.
    pub fn plain(&self, text: &str) -> Result<(), Failure> {
        written(io::stdout().lock().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()))
    }

    /// Tells the user of warnings; in JSON they are part of the report.
    pub fn warnings(&self, warnings: &[Diagnostic]) {
        if self.format == Format::Text && !warnings.is_empty() {
            // A warning that cannot be written must not turn a success into a failure.
            let _ = self.stderr(&diagnostic::render(warnings));
        }
    }

    /// Tells the user why the tool could not proceed.
    pub fn failure(&self, failure: &Failure) {
        let told = match self.format {
            Format::Text => self.stderr(&diagnostic::render(&failure.0)),
            Format::Json if self.report_to_stderr => self.stderr(&json::failure(&failure.0)),
            Format::Json => self.stdout(&json::failure(&failure.0)),
        };
        // The exit code says it too.
        let _ = told;
    }

    fn stdout(&self, text: &str) -> io::Result<()> {
        let mut stream = AutoStream::new(io::stdout(), self.choice(AutoStream::choice(&io::stdout())));
        stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
    }

    fn stderr(&self, text: &str) -> io::Result<()> {
        let mut stream = AutoStream::new(io::stderr(), self.choice(AutoStream::choice(&io::stderr())));
        stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
    }

    fn choice(&self, detected: ColorChoice) -> ColorChoice {
        if self.color == ColorChoice::Auto { detected } else { self.color }
    }
}

/// A reader that has seen enough (`| head`) is no failure; anything else is.
fn written(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Diagnostic::error("E-WRITE", format!("the report cannot be written: {}", escape(&error.to_string())))
                .help("check that the disk is not full and the stream is open")
                .into())
        }
        _ => Ok(()),
    }
}

static PANIC: Mutex<String> = Mutex::new(String::new());

/// The panic hook: keeps what happened for [`panicked`].
pub fn remember_panic(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let what = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
    let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    if let Ok(mut panic) = PANIC.lock() {
        *panic = format!("{}{place}", what.unwrap_or("no message"));
    }
}

/// The failure to report after a panic.
pub fn panicked() -> Failure {
    let what = PANIC.lock().map(|panic| panic.clone()).unwrap_or_default();
    Diagnostic::error("E-INTERNAL", format!("internal error: {}", escape(&what)))
        .help(concat!(
            "this is a bug in caplink ",
            env!("CARGO_PKG_VERSION"),
            ", not in your input; please report it with the command line and, if you can, the input files"
        ))
        .into()
}
