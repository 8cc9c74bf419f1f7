#![no_main]

// The parser's panics are contained, so a panic is a finding only where nothing catches it.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |data: &[u8]| gateway_fuzz::compose(data)
);
