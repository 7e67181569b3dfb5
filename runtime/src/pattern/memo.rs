//! What was tried: a point of the program at an offset of the text is tried once, which makes matching linear.
//!
//! A point that was tried has failed, or whoever tried it is still at it and will go on itself. That is all there is to know until
//! a look-around succeeds: then its way there has succeeded too, and another one that comes upon it must be told so. The
//! `trail` is that way.

/// How many bits are remembered at most: 32 MB of them, twice where there is look-around.
const MOST: usize = 1 << 28;

pub(super) struct Memo {
    tried: Vec<u64>,
    /// As long as `tried` if there is look-around, else empty.
    succeeded: Vec<u64>,
    /// How many offsets the text has, its end included.
    offsets: usize,
    trail: Vec<Tried>,
}

/// A point at an offset that did not fail yet.
#[derive(Clone, Copy)]
struct Tried {
    bit: usize,
    /// How many frames there were when it was tried; once there are fewer, it has failed.
    height: usize,
}

/// What is known of a point at an offset.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing: try it.
    New,
    Failed,
    Succeeded,
}

impl Memo {
    /// Room for `points` in a text of `length` bytes; none if that would be too much.
    pub(super) fn new(points: u16, length: usize, looks: bool) -> Option<Self> {
        let offsets = length + 1;
        let bits = offsets.checked_mul(points.into()).filter(|bits| *bits <= MOST)?;
        let words = bits.div_ceil(64);
        let succeeded = vec![0; if looks { words } else { 0 }];
        Some(Self { tried: vec![0; words], succeeded, offsets, trail: Vec::new() })
    }

    /// Takes note that `point` is tried at the offset `at`, and tells whether it was before. None if there is no such point.
    pub(super) fn try_at(&mut self, point: u16, at: usize, look: Option<usize>) -> Option<Known> {
        let bit = usize::from(point) * self.offsets + at;
        let (word, mask) = (bit / 64, 1 << (bit % 64));
        let tried = self.tried.get_mut(word)?;
        if *tried & mask == 0 {
            *tried |= mask;
            if let Some(height) = look {
                self.trail.push(Tried { bit, height });
            }
            return Some(Known::New);
        }
        let has_succeeded =
            look.is_some() && self.succeeded.get(word).is_some_and(|word| *word & mask != 0);
        Some(if has_succeeded { Known::Succeeded } else { Known::Failed })
    }

    /// What was tried with more than `height` frames has failed.
    pub(super) fn fail_above(&mut self, height: usize) {
        while self.trail.last().is_some_and(|tried| tried.height > height) {
            self.trail.pop();
        }
    }

    /// How long the trail is.
    pub(super) fn trail(&self) -> usize {
        self.trail.len()
    }

    /// A look-around that began when the trail was `start` long has come to its end.
    pub(super) fn settle(&mut self, start: usize, has_succeeded: bool) {
        for tried in self.trail.get(start..).unwrap_or_default() {
            if has_succeeded && let Some(word) = self.succeeded.get_mut(tried.bit / 64) {
                *word |= 1 << (tried.bit % 64);
            }
        }
        self.trail.truncate(start);
    }
}
