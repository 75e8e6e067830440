//===- Hash.h - Content digests ---------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file BLAKE3 digests of content, and a hasher for structured data whose
/// fields are framed by length, so that ("ab", "c") and ("a", "bc") differ.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_HASH_H
#define PLUE_SUPPORT_HASH_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/BLAKE3.h"
#include <array>
#include <string>

namespace plue {

using Digest = std::array<uint8_t, 32>;

/// The BLAKE3 digest of \p bytes.
Digest digestOf(llvm::StringRef bytes);

/// Lower-case hexadecimal, 64 characters.
std::string toHex(const Digest &digest);

/// Digests a sequence of fields.
class FieldHasher {
public:
  FieldHasher &add(llvm::StringRef field);
  FieldHasher &add(uint64_t field);
  FieldHasher &add(const Digest &field);
  Digest finish();

private:
  llvm::BLAKE3 state;
};

} // namespace plue

#endif // PLUE_SUPPORT_HASH_H
