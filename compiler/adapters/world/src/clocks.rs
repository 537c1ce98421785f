//! `wasi:clocks/monotonic-clock` and `wasi:clocks/wall-clock`, by one virtual clock that stands still or counts (`memory/time.rs` of
//! `caplink-membrane`): nothing of the host's time is in it (threat T1). A duration is counted from what the clock shows, without moving
//! it.

use crate::abi::Area;
use crate::world::{Event, with};
use caplink_membrane::memory::time::Time;

#[unsafe(export_name = "wasi:clocks/monotonic-clock#now")]
extern "C" fn now() -> u64 {
    with(|world| world.memory.clock().monotonic())
}

#[unsafe(export_name = "wasi:clocks/monotonic-clock#resolution")]
extern "C" fn resolution() -> u64 {
    with(|world| world.memory.clock().resolution())
}

#[unsafe(export_name = "wasi:clocks/monotonic-clock#subscribe-instant")]
extern "C" fn subscribe_instant(when: u64) -> u32 {
    with(|world| world.pollable(Event::Deadline(when)))
}

#[unsafe(export_name = "wasi:clocks/monotonic-clock#subscribe-duration")]
extern "C" fn subscribe_duration(duration: u64) -> u32 {
    with(|world| {
        let when = world.memory.clock().passed().saturating_add(duration);
        world.pollable(Event::Deadline(when))
    })
}

fn datetime(time: Time) -> u32 {
    Area::new().long(0, time.seconds).word(8, time.nanoseconds).at()
}

#[unsafe(export_name = "wasi:clocks/wall-clock#now")]
extern "C" fn wall_now() -> u32 {
    datetime(with(|world| world.memory.clock().wall()))
}

#[unsafe(export_name = "wasi:clocks/wall-clock#resolution")]
extern "C" fn wall_resolution() -> u32 {
    datetime(Time::default().after(with(|world| world.memory.clock().resolution())))
}
