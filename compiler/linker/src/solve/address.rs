//! Addresses and ranges of them that conditions may tell apart.
//!
//! In: the ranges that conditions compare an input with. Out: candidates. Must hold: for every address or range there is a candidate that
//! gives the same answers to equality with each of these, to `isInRange` in both directions, to `isLoopback`, `isMulticast`, and which
//! version it is.
//!
//! Among ranges of one prefix length, answers change only where a given range begins or ends, and where the block of that length around
//! it does; so between two neighbouring such places one address does. All prefix lengths are tried.

use crate::guard::rules::Ip;
use std::collections::BTreeSet;

/// Candidates of one input; of more, not all are tried.
const CANDIDATES: usize = 4_096;

/// Addresses that are tried before others: of documentation and of private networks.
const FAMILIAR: [(bool, u128); 4] =
    [(false, 0xc000_0201), (false, 0x0a00_0001), (false, 0xc0a8_0001), (true, 0x2001_0db8_0000_0000_0000_0000_0000_0001)];

/// An address that means nothing.
pub(super) fn familiar() -> Ip {
    Ip { v6: false, address: FAMILIAR[0].1, prefix: 32 }
}

/// Candidates, and whether they are all that is needed.
pub(super) fn candidates(ranges: &BTreeSet<Ip>, only_addresses: bool) -> (Vec<Ip>, bool) {
    let mut found = vec![];
    for v6 in [false, true] {
        let whole = whole(v6);
        let prefixes: Vec<u8> = if only_addresses { vec![whole] } else { (0..=whole).rev().collect() };
        for prefix in prefixes {
            let starts: Vec<u128> = starts(ranges, v6, prefix).into_iter().collect();
            for (at, start) in starts.iter().enumerate() {
                let end = starts.get(at + 1).map_or(last(v6), |next| next - 1);
                let familiar = FAMILIAR.iter().find(|(version, address)| *version == v6 && (*start..=end).contains(address));
                let address = familiar.map_or(*start, |(_, address)| *address);
                // The second address of a network reads better than its first.
                let address = if address == *start && *start != 0 && end > *start && familiar.is_none() { start + 1 } else { address };
                found.push(Ip { v6, address, prefix });
            }
            if found.len() > CANDIDATES {
                return (found, false);
            }
        }
    }
    // Single addresses before ranges, whichever version.
    found.sort_by_key(|ip| (whole(ip.v6) - ip.prefix, !FAMILIAR.contains(&(ip.v6, ip.address))));
    (found, true)
}

/// Where answers change among ranges of one prefix length.
fn starts(ranges: &BTreeSet<Ip>, v6: bool, prefix: u8) -> BTreeSet<u128> {
    let mut starts = BTreeSet::from([0]);
    let mut within = |from: u128, to: u128| {
        starts.insert(from);
        starts.extend(to.checked_add(1).filter(|start| *start <= last(v6)));
    };
    for ip in ranges.iter().filter(|ip| ip.v6 == v6) {
        within(ip.address, ip.address);
        for length in [ip.prefix, prefix] {
            let (from, to) = block(ip.address, v6, length);
            within(from, to);
        }
    }
    if v6 {
        within(1, 1);
        within(0xff << 120, u128::MAX);
    } else {
        within(0x7f00_0000, 0x7fff_ffff);
        within(0xe000_0000, 0xefff_ffff);
    }
    starts
}

fn whole(v6: bool) -> u8 {
    if v6 { 128 } else { 32 }
}

fn last(v6: bool) -> u128 {
    if v6 { u128::MAX } else { u32::MAX.into() }
}

/// The first and last address of the block of a prefix length around an address.
fn block(address: u128, v6: bool, prefix: u8) -> (u128, u128) {
    let host = if prefix == 0 { last(v6) } else { last(v6).checked_shr(prefix.into()).unwrap_or(0) };
    (address & !host, address | host)
}
