//! Requests checked where JavaScript runs: types and dispatcher, compiled for `wasm32-unknown-unknown`.
//!
//! `check.mjs` beside this loads it, in Node or a browser. What crosses the border is bytes: [`reserve`] makes room for a
//! body, [`check`] reads it and leaves its answer where [`answer`] points.

use std::cell::RefCell;

thread_local! {
    static BODY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Room for a body of `length` bytes: where to write it.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    BODY.with_borrow_mut(|body| {
        *body = vec![0; length];
        body.as_mut_ptr()
    })
}

/// Checks the body. Returns how many bytes the answer has; they start at [`answer`].
#[unsafe(no_mangle)]
pub extern "C" fn check() -> usize {
    let said = BODY.with_borrow(|body| match wellhead::dispatch(body) {
        Ok(request) => {
            let auth = wellhead::Auth::descriptor(request.auth());
            format!("ok: {}, {}", auth.source.slug, auth.spec_name.unwrap_or("no auth"))
        }
        Err(error) => error.to_string(),
    });
    ANSWER.with_borrow_mut(|answer| {
        *answer = said;
        answer.len()
    })
}

/// Where the answer of the last [`check`] starts: UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}
