#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| perfreport_fuzz::history(data));
