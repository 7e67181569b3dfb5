//! The machine that runs any program: it goes on as long as it can, and back to what is left to try where it can't.
//!
//! It remembers what was tried, unless there are back-references. A program is not trusted: whatever its bytes are, the
//! machine comes to an end and does not panic.

use super::PatternError;
use super::frames::{Frame, Frames, ONCE, RESTORE};
use super::memo::{Known, Memo};
use super::program::{BACK_REFERENCES, HEADER, LOOKS, op};
use super::walk::{Class, Header, Run, Walk};

/// How many steps a byte of the program may take at each offset of the text. Only repetitions of more than a thousand characters
/// inside of others can take more.
const STEPS_EACH: u64 = 4;
/// How many steps a match with back-references may take.
const REFERENCE_STEPS: u64 = 100_000;

/// A register that holds nothing.
pub(super) const UNSET: u32 = u32::MAX;

/// Why the machine stops without an answer.
pub(super) enum Halt {
    /// It has no steps left.
    Spent,
    Broken,
}

/// What an instruction came to.
pub(super) enum Step {
    On,
    Back,
    /// All was found.
    Done,
}

/// Where in the program, and where in the text.
#[derive(Clone, Copy)]
pub(super) struct Thread<'m> {
    pub(super) code: &'m [u8],
    pub(super) at: usize,
}

/// Few matches come so far that the machine runs: it is made to be small.
impl<'m> Thread<'m> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Halt> {
        let (taken, rest) = self.code.split_first_chunk().ok_or(Halt::Broken)?;
        self.code = rest;
        Ok(*taken)
    }

    #[inline(never)]
    pub(super) fn byte(&mut self) -> Result<u8, Halt> {
        self.take().map(|[byte]| byte)
    }

    #[inline(never)]
    pub(super) fn class(&mut self) -> Result<Class, Halt> {
        self.take().map(|bytes| Class::of(&bytes))
    }

    #[inline(never)]
    fn run(&mut self) -> Result<Run, Halt> {
        self.take().map(|bytes| Run::of(&bytes))
    }

    /// A number of two bytes: a place or a point.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Result<u16, Halt> {
        self.take().map(u16::from_le_bytes)
    }

    #[inline(never)]
    pub(super) fn mask(&mut self) -> Result<u64, Halt> {
        self.take().map(u64::from_le_bytes)
    }

    #[inline(never)]
    pub(super) fn literal(&mut self) -> Result<&'m [u8], Halt> {
        let length = self.byte()?;
        let (literal, rest) = self.code.split_at_checked(length.into()).ok_or(Halt::Broken)?;
        self.code = rest;
        Ok(literal)
    }

    /// Goes on with what stands further behind: it never leads back, so that nothing needs to be counted.
    #[inline(never)]
    fn skip_to(&mut self, code: &'m [u8]) -> Result<(), Halt> {
        let is_behind = code.len() < self.code.len();
        self.code = code;
        is_behind.then_some(()).ok_or(Halt::Broken)
    }

    /// On, over so many bytes; back if there are none to go over.
    fn over(&mut self, length: Option<usize>) -> Step {
        let Some(length) = length else { return Step::Back };
        self.at += length;
        Step::On
    }
}

pub(super) struct Machine<'m> {
    pub(super) walk: Walk<'m>,
    header: Header,
    pub(super) frames: Frames,
    pub(super) registers: Vec<u32>,
    pub(super) memo: Option<Memo>,
    /// How many look-arounds it is inside of.
    pub(super) depth: u8,
    /// How many steps are left.
    steps: u64,
}

impl<'m> Machine<'m> {
    pub(super) fn new(walk: Walk<'m>, header: Header) -> Result<Self, PatternError> {
        let length = walk.text.len();
        if length >= RESTORE as usize {
            return Err(PatternError::TooSlow);
        }
        let has_references = header.flags & BACK_REFERENCES != 0;
        let steps = (length as u64 + 1) * walk.program.len() as u64 * STEPS_EACH;
        let memo = Memo::new(header.points, length, header.flags & LOOKS != 0);
        if memo.is_none() && !has_references {
            return Err(PatternError::TooSlow);
        }
        Ok(Self {
            walk,
            header,
            frames: Frames::new(),
            registers: vec![UNSET; header.registers.into()],
            memo: memo.filter(|_| !has_references),
            depth: 0,
            steps: if has_references { REFERENCE_STEPS } else { steps },
        })
    }

    pub(super) fn matches(&mut self) -> Result<bool, PatternError> {
        let (walk, header) = (self.walk, self.header);
        let found = walk.search(&header, |at| {
            self.spend(1)?;
            self.run(HEADER, at)
        });
        found.map_err(|halt| match halt {
            Halt::Spent => PatternError::TooSlow,
            Halt::Broken => PatternError::Broken,
        })
    }

    /// Whether what stands at `pc` matches at `at`.
    pub(super) fn run(&mut self, pc: usize, at: usize) -> Result<bool, Halt> {
        let base = self.frames.len();
        let mut thread = Thread { code: self.code(pc)?, at };
        loop {
            match self.step(&mut thread)? {
                Step::On => {}
                Step::Done => return Ok(true),
                Step::Back => {
                    if !self.back(base, &mut thread)? {
                        return Ok(false);
                    }
                }
            }
        }
    }

    fn step(&mut self, thread: &mut Thread<'m>) -> Result<Step, Halt> {
        let instruction = thread.byte()?;
        match instruction {
            op::MATCH => return Ok(Step::Done),
            op::FAIL => return Ok(Step::Back),
            op::BYTE => {
                let byte = thread.byte()?;
                let is_next = self.walk.text.as_bytes().get(thread.at) == Some(&byte);
                return Ok(thread.over(is_next.then_some(1)));
            }
            op::LITERAL => {
                let literal = thread.literal()?;
                let is_next = self.walk.rest(thread.at).starts_with(literal);
                return Ok(thread.over(is_next.then_some(literal.len())));
            }
            op::SET => {
                let class = thread.class()?;
                let length = self.one(class, thread.at);
                return Ok(thread.over(length));
            }
            op::RUN => return self.all(thread),
            op::GREEDY | op::LAZY => return self.some(thread, instruction),
            op::START if thread.at > 0 => return Ok(Step::Back),
            op::END if thread.at < self.walk.text.len() => return Ok(Step::Back),
            op::START | op::END => {}
            op::PEEK => {
                let (mask, place) = (thread.mask()?, thread.number()?);
                if self.walk.atom(thread.at) & mask == 0 {
                    thread.skip_to(self.code(place.into())?)?;
                }
            }
            op::SPLIT => {
                let place = thread.number()?;
                self.push(place.into(), thread.at, ONCE);
            }
            op::JUMP => {
                let place = thread.number()?;
                self.spend(1)?;
                thread.code = self.code(place.into())?;
            }
            op::JOIN => {
                let point = thread.number()?;
                return self.join(point, thread.at);
            }
            rare => return self.rare(rare, thread),
        }
        Ok(Step::On)
    }

    /// A run that gives nothing back.
    fn all(&mut self, thread: &mut Thread<'m>) -> Result<Step, Halt> {
        let run = thread.run()?;
        if self.memo.is_some() && run.most == usize::MAX {
            return self.each(run, thread);
        }
        let (end, count) = self.extent(run.class, thread.at, run.most);
        self.spend(run.class.steps(count))?;
        Ok(thread.over((count >= run.least).then_some(end - thread.at)))
    }

    /// A run that gives back or takes more.
    fn some(&mut self, thread: &mut Thread<'m>, kind: u8) -> Result<Step, Halt> {
        let pc = self.pc(thread) - 1;
        let (run, follow) = (thread.run()?, thread.mask()?);
        if self.memo.is_some() && run.most == usize::MAX {
            return self.each(run, thread);
        }
        if kind == op::LAZY {
            let (low, count) = self.extent(run.class, thread.at, run.least);
            let from = (low, run.more());
            if count < run.least {
                return Ok(Step::Back);
            }
            return self.lazily(pc, run.class, follow, from, thread);
        }
        let Some((low, high)) = self.walk.ends(run, thread.at) else { return Ok(Step::Back) };
        self.spend(run.class.steps(high - thread.at))?;
        Ok(self.greedily(pc, follow, (low, high), thread))
    }

    /// Goes on from the last offset between two where what follows may begin.
    fn greedily(
        &mut self,
        pc: usize,
        follow: u64,
        (low, high): (usize, usize),
        thread: &mut Thread<'m>,
    ) -> Step {
        let Some(at) = self.walk.last((low, high), follow) else { return Step::Back };
        if at > low {
            self.push(pc, at - 1, low as u32);
        }
        thread.at = at;
        Step::On
    }

    /// Goes on from the first offset where what follows may begin, over so many characters of the class at most.
    fn lazily(
        &mut self,
        pc: usize,
        class: Class,
        follow: u64,
        from: (usize, usize),
        thread: &mut Thread<'m>,
    ) -> Result<Step, Halt> {
        let next = self.walk.next(class, follow, from);
        let (Ok((at, _)) | Err(at)) = next;
        self.spend(class.steps(at - from.0))?;
        let Ok((at, left)) = next else { return Ok(Step::Back) };
        if left > 0 && at < self.walk.text.len() {
            self.push(pc, at, left.min(RESTORE as usize - 1) as u32);
        }
        thread.at = at;
        Ok(Step::On)
    }

    /// A run without an end, one character after another, so that each offset is tried once.
    fn each(&mut self, run: Run, thread: &mut Thread<'m>) -> Result<Step, Halt> {
        let (mut at, count) = self.extent(run.class, thread.at, run.least);
        if count < run.least {
            return Ok(Step::Back);
        }
        let next = self.pc(thread);
        loop {
            match self.join(run.point, at)? {
                Step::On => {}
                other => return Ok(other),
            }
            self.push(next, at, ONCE);
            let Some(length) = self.one(run.class, at) else { return Ok(Step::Back) };
            at += length;
        }
    }

    #[inline(never)]
    fn join(&mut self, point: u16, at: usize) -> Result<Step, Halt> {
        let Some(memo) = &mut self.memo else { return Ok(Step::On) };
        let look = (self.depth > 0).then_some(self.frames.len());
        Ok(match memo.try_at(point, at, look).ok_or(Halt::Broken)? {
            Known::New => Step::On,
            Known::Failed => Step::Back,
            Known::Succeeded => Step::Done,
        })
    }

    /// Goes back to what is left to try, down to `base`; false if that is nothing.
    fn back(&mut self, base: usize, thread: &mut Thread<'m>) -> Result<bool, Halt> {
        while self.frames.len() > base {
            self.spend(1)?;
            let frame = self.frames.pop().ok_or(Halt::Broken)?;
            if let Some(memo) = &mut self.memo {
                memo.fail_above(self.frames.len());
            }
            let pc = frame.pc as usize;
            if frame.left == RESTORE {
                self.restore(frame);
                continue;
            }
            *thread = Thread { code: self.code(pc)?, at: frame.at as usize };
            if frame.left == ONCE || self.resume(pc, frame.left as usize, thread)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes on with a run that has more to try.
    fn resume(&mut self, pc: usize, left: usize, thread: &mut Thread<'m>) -> Result<bool, Halt> {
        let (kind, run, follow) = (thread.byte()?, thread.run()?, thread.mask()?);
        let step = if kind == op::LAZY {
            let Some(length) = self.one(run.class, thread.at) else { return Ok(false) };
            let from = (thread.at + length, left.saturating_sub(1));
            self.lazily(pc, run.class, follow, from, thread)?
        } else {
            self.greedily(pc, follow, (left, thread.at), thread)
        };
        Ok(matches!(step, Step::On))
    }

    #[inline(never)]
    pub(super) fn restore(&mut self, frame: Frame) {
        if let Some(register) = self.registers.get_mut(frame.pc as usize) {
            *register = frame.at;
        }
    }

    #[inline(never)]
    fn push(&mut self, pc: usize, at: usize, left: u32) {
        self.frames.push(Frame { pc: pc as u32, at: at as u32, left });
    }

    #[inline(never)]
    pub(super) fn spend(&mut self, steps: u64) -> Result<(), Halt> {
        self.steps = self.steps.checked_sub(steps).ok_or(Halt::Spent)?;
        Ok(())
    }

    #[inline(never)]
    pub(super) fn code(&self, pc: usize) -> Result<&'m [u8], Halt> {
        self.walk.program.get(pc..).ok_or(Halt::Broken)
    }

    pub(super) fn pc(&self, thread: &Thread<'m>) -> usize {
        self.walk.program.len() - thread.code.len()
    }

    #[inline(never)]
    fn one(&self, class: Class, at: usize) -> Option<usize> {
        self.walk.one(class, at)
    }

    #[inline(never)]
    fn extent(&self, class: Class, at: usize, most: usize) -> (usize, usize) {
        self.walk.extent(class, at, most)
    }
}
