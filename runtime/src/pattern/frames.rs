//! What is left to try: a stack that stays off the heap while it is low.

/// How many frames are kept without the heap.
const NEAR: usize = 8;

/// A frame's `left` when there is one place to try and no more.
pub(super) const ONCE: u32 = u32::MAX;
/// A frame's `left` when a register is to be set back: `pc` is the register, `at` what it was.
pub(super) const RESTORE: u32 = u32::MAX - 1;

/// Something to go back to.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The instruction to go on with; of a run that has more to try, the run itself.
    pub(super) pc: u32,
    /// Where in the text.
    pub(super) at: u32,
    /// Of a run: where it gives back no more (greedy), or how many characters it may still take (lazy).
    pub(super) left: u32,
}

pub(super) struct Frames {
    near: [Frame; NEAR],
    far: Vec<Frame>,
    count: usize,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self { near: [Frame { pc: 0, at: 0, left: ONCE }; NEAR], far: Vec::new(), count: 0 }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.count
    }

    #[inline]
    pub(super) fn push(&mut self, frame: Frame) {
        match self.near.get_mut(self.count) {
            Some(place) => *place = frame,
            None => self.far.push(frame),
        }
        self.count += 1;
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<Frame> {
        self.count = self.count.checked_sub(1)?;
        match self.near.get(self.count) {
            Some(frame) => Some(*frame),
            None => self.far.pop(),
        }
    }

    /// Takes what is above `base` off but for what sets registers back, which whoever goes back further still needs.
    pub(super) fn commit(&mut self, base: usize) {
        let mut kept = Vec::new();
        while self.count > base
            && let Some(frame) = self.pop()
        {
            if frame.left == RESTORE {
                kept.push(frame);
            }
        }
        while let Some(frame) = kept.pop() {
            self.push(frame);
        }
    }
}
