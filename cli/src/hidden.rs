//! A line that is typed without being shown.
//!
//! On Unix, Ctrl-C ends the command as it does everywhere, and leaves a terminal that shows again what is typed. `rpassword`
//! reads Ctrl-C as a character and ends the process before it puts the terminal back, so that is done here.

use std::io;

use zeroize::Zeroizing;

/// Reads one.
///
/// # Errors
/// There is no terminal, it can't be read, or the input ended.
#[cfg(unix)]
pub(crate) fn line() -> io::Result<Zeroizing<String>> {
    let terminal = terminal::Hiding::start()?;
    let config = rpassword::ConfigBuilder::new().input_reader(terminal).output_discard().build();
    let line = rpassword::read_password_with_config(config).map(Zeroizing::new);
    crate::print::err("\n");
    line
}

#[cfg(not(unix))]
pub(crate) fn line() -> io::Result<Zeroizing<String>> {
    rpassword::read_password().map(Zeroizing::new)
}

#[cfg(unix)]
mod terminal {
    use std::fs::File;
    use std::io::{self, Read};

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    const CTRL_C: u8 = 3;

    /// The terminal of the process, which shows nothing of what is typed until this is dropped, or Ctrl-C was read.
    pub(super) struct Hiding {
        terminal: File,
        before: Termios,
    }

    impl Hiding {
        pub(super) fn start() -> io::Result<Self> {
            let terminal = File::open("/dev/tty")?;
            let before = tcgetattr(&terminal)?;
            let mut modes = before.clone();
            // Keys are read one by one, those that are signals among them; `rpassword` knows what they mean.
            let usual =
                LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
            modes.local_modes.remove(usual);
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            let hiding = Self { terminal, before };
            tcsetattr(&hiding.terminal, OptionalActions::Now, &modes)?;
            Ok(hiding)
        }

        fn end(&self) {
            // A terminal that has gone needs no modes.
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }

    impl Read for Hiding {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let read = self.terminal.read(bytes)?;
            if bytes.get(..read).is_some_and(|read| read.contains(&CTRL_C)) {
                self.end();
            }
            Ok(read)
        }
    }

    impl Drop for Hiding {
        fn drop(&mut self) {
            self.end();
        }
    }
}
