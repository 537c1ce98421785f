//! `wasi:cli/stdin`, `stdout` and `stderr`: the host's, or nowhere, or for input the embedded bytes, as the settings say.
//!
//! Must hold: the host is asked only if the setting says so. Embedded input is one stream, whoever asks for it and however often.

use crate::host;
use crate::world::{In, Kept, Out, World, with};
use caplink_membrane::memory::settings::Stdio;
use caplink_membrane::memory::stream::{Input, Output};

#[unsafe(export_name = "wasi:cli/stdin#get-stdin")]
extern "C" fn get_stdin() -> u32 {
    with(|world| {
        let input = match world.settings.stdin {
            Stdio::Host => In::Host(host::get_stdin()),
            Stdio::Nowhere => In::Here(Input::Closed(None)),
            Stdio::Bytes => In::Shared,
        };
        host::new_input_stream(world.keep(Kept::Input(input)))
    })
}

#[unsafe(export_name = "wasi:cli/stdout#get-stdout")]
extern "C" fn get_stdout() -> u32 {
    with(|world| output(world, world.settings.stdout, host::get_stdout))
}

#[unsafe(export_name = "wasi:cli/stderr#get-stderr")]
extern "C" fn get_stderr() -> u32 {
    with(|world| output(world, world.settings.stderr, host::get_stderr))
}

fn output(world: &mut World, stdio: Stdio, ask: fn() -> u32) -> u32 {
    let output = match stdio {
        Stdio::Host => Out::Host(ask()),
        Stdio::Nowhere | Stdio::Bytes => Out::Here(Output::Sink),
    };
    host::new_output_stream(world.keep(Kept::Output(output)))
}
