//! The instructions that few patterns have: look-around, words, groups and references to them.

use super::frames::{Frame, RESTORE};
use super::machine::{Halt, Machine, Step, Thread, UNSET};
use super::program::op;

/// How deep look-arounds may stand inside of each other.
const DEEPEST: u8 = 128;

impl<'m> Machine<'m> {
    pub(super) fn rare(&mut self, instruction: u8, thread: &mut Thread<'m>) -> Result<Step, Halt> {
        let holds = match instruction {
            op::LOOK | op::LOOK_NOT => self.look(instruction == op::LOOK, thread)?,
            op::WORD | op::WORD_NOT => self.walk.is_at_word(thread.at) == (instruction == op::WORD),
            op::LITERAL_BACK => {
                let literal = thread.literal()?;
                let is_before = self.walk.before(thread.at).ends_with(literal);
                thread.at -= if is_before { literal.len() } else { 0 };
                is_before
            }
            op::SET_BACK => {
                let length = self.walk.one_before(thread.class()?, thread.at);
                thread.at -= length.unwrap_or(0);
                length.is_some()
            }
            op::SAVE => {
                let register = thread.byte()?;
                self.set(register, thread.at as u32)?;
                true
            }
            op::CLOSE => {
                let register = thread.byte()?;
                let (_, other, this) = beside(register)?;
                let opened = self.register(register)?;
                self.set(other, opened)?;
                self.set(this, thread.at as u32)?;
                true
            }
            op::RESET => {
                let (register, count) = (thread.byte()?, thread.byte()?);
                let end = register.checked_add(count).ok_or(Halt::Broken)?;
                for register in register..end {
                    self.set(register, UNSET)?;
                }
                true
            }
            op::MOVED => {
                let register = thread.byte()?;
                self.register(register)? != thread.at as u32
            }
            op::REFERENCE | op::REFERENCE_BACK => {
                let register = thread.byte()?;
                self.reference(register, instruction == op::REFERENCE_BACK, thread)?
            }
            _ => return Err(Halt::Broken),
        };
        Ok(if holds { Step::On } else { Step::Back })
    }

    /// Whether the body behind it matches as it should; then it goes on behind that.
    fn look(&mut self, should: bool, thread: &mut Thread<'m>) -> Result<bool, Halt> {
        let place = thread.number()?;
        if self.depth == DEEPEST {
            return Err(Halt::Broken);
        }
        let (base, trail) = (self.frames.len(), self.memo.as_ref().map_or(0, |memo| memo.trail()));
        self.depth += 1;
        self.spend(1)?;
        let found = self.run(self.pc(thread), thread.at)?;
        self.depth -= 1;
        if let Some(memo) = &mut self.memo {
            memo.settle(trail, found);
        }
        if found && should {
            self.frames.commit(base);
        }
        while !should && self.frames.len() > base {
            match self.frames.pop() {
                Some(frame) if frame.left == RESTORE => self.restore(frame),
                _ => {}
            }
        }
        thread.code = self.code(place.into())?;
        Ok(found == should)
    }

    /// Whether what a group matched stands here, or before here; a group that matched nothing is empty.
    #[inline(never)]
    fn reference(
        &mut self,
        register: u8,
        back: bool,
        thread: &mut Thread<'m>,
    ) -> Result<bool, Halt> {
        let (_, one, other) = beside(register)?;
        let (one, other) = (self.register(one)?, self.register(other)?);
        if one == UNSET || other == UNSET {
            return Ok(true);
        }
        let range = one.min(other) as usize..one.max(other) as usize;
        let matched = self.walk.text.as_bytes().get(range).ok_or(Halt::Broken)?;
        self.spend(matched.len() as u64 / 16)?;
        if back && self.walk.before(thread.at).ends_with(matched) {
            thread.at -= matched.len();
            return Ok(true);
        }
        let is_next = !back && self.walk.rest(thread.at).starts_with(matched);
        thread.at += if is_next { matched.len() } else { 0 };
        Ok(is_next)
    }

    #[inline(never)]
    fn register(&self, register: u8) -> Result<u32, Halt> {
        self.registers.get(usize::from(register)).copied().ok_or(Halt::Broken)
    }

    /// Sets a register, back again when the machine goes back.
    #[inline(never)]
    fn set(&mut self, register: u8, value: u32) -> Result<(), Halt> {
        let place = self.registers.get_mut(usize::from(register)).ok_or(Halt::Broken)?;
        let was = std::mem::replace(place, value);
        self.frames.push(Frame { pc: register.into(), at: was, left: RESTORE });
        Ok(())
    }
}

/// The registers of a group.
#[inline(never)]
fn beside(register: u8) -> Result<(u8, u8, u8), Halt> {
    let second = register.checked_add(1).ok_or(Halt::Broken)?;
    Ok((register, second, second.checked_add(1).ok_or(Halt::Broken)?))
}
