//===- SanitizerDefaults.cpp - Options of sanitized programs --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

/// LLVM's arenas poison what they have not given out, but only where they are
/// compiled with the sanitizer, and half of them is in Debian's library. So
/// what a program poisons itself is left out of account.
///
/// The runtime, a library of its own, must be able to find this.
extern "C" __attribute__((visibility("default"))) const char *
__asan_default_options();
const char *__asan_default_options() { return "allow_user_poisoning=0"; }
