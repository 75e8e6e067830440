//===- Hash.cpp - Content digests -----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/Hash.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

using namespace plue;

Digest plue::digestOf(llvm::StringRef bytes) {
  return llvm::BLAKE3::hash<32>(
      llvm::ArrayRef(bytes.bytes_begin(), bytes.size()));
}

std::string plue::toHex(const Digest &digest) {
  return llvm::toHex(llvm::ArrayRef(digest), /*LowerCase=*/true);
}

FieldHasher &FieldHasher::add(llvm::StringRef field) {
  add(static_cast<uint64_t>(field.size()));
  state.update(field);
  return *this;
}

FieldHasher &FieldHasher::add(uint64_t field) {
  uint8_t bytes[8];
  llvm::support::endian::write64le(bytes, field);
  state.update(bytes);
  return *this;
}

FieldHasher &FieldHasher::add(const Digest &field) {
  state.update(llvm::ArrayRef(field));
  return *this;
}

Digest FieldHasher::finish() {
  Digest digest;
  auto bytes = state.final<32>();
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}
