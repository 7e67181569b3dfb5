//! Bytes that may hold secrets, read without leaving a copy: what grows is overwritten where it was.

use std::io::{self, Read};

use zeroize::Zeroizing;

/// The least room that is read into. Standard input hands over what it gets without a copy of its own, if there is as much.
const ROOM: usize = 16 * 1024;

/// Everything that there is to be read, if that is no more than `most` bytes; `None` otherwise.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn bounded(mut from: impl Read, most: usize) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut length = 0;
    while length <= most {
        if bytes.len() - length < ROOM {
            bytes = grown(&bytes);
        }
        match from.read(bytes.get_mut(length..).unwrap_or_default()) {
            Ok(0) => {
                bytes.truncate(length);
                return Ok(Some(bytes));
            }
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The same with room for more, somewhere else.
fn grown(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut grown = Vec::with_capacity(bytes.len() * 2 + ROOM);
    grown.extend_from_slice(bytes);
    grown.resize(grown.capacity(), 0);
    Zeroizing::new(grown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_read_unless_it_is_too_much() {
        for length in [1, ROOM - 1, ROOM, ROOM + 1, 10 * ROOM] {
            let text = vec![b'x'; length];
            let read = |most| bounded(text.as_slice(), most).unwrap().map(|read| read.to_vec());
            assert_eq!(read(length), Some(text.clone()));
            assert_eq!(read(length - 1), None);
        }
        assert_eq!(bounded(io::empty(), 0).unwrap().map(|read| read.len()), Some(0));
    }
}
