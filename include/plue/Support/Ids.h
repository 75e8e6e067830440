//===- Ids.h - Typed indices ------------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A 32-bit index that knows what it indexes, so that a type's number
/// cannot be handed to something that wants a step's. Ids are dense ordinals
/// into a store and mean nothing without it.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_IDS_H
#define PLUE_SUPPORT_IDS_H

#include "llvm/ADT/DenseMapInfo.h"
#include <compare>
#include <cstdint>

namespace plue {

template <typename Tag> struct Id {
  static constexpr uint32_t NoneIndex = 0xFFFFFFFE;

  uint32_t index = NoneIndex;

  constexpr Id() = default;
  constexpr explicit Id(uint32_t index) : index(index) {}

  /// The id that names nothing; what a default-constructed id is.
  static constexpr Id none() { return Id(); }
  constexpr bool isValid() const { return index != NoneIndex; }
  constexpr explicit operator bool() const { return isValid(); }

  friend constexpr auto operator<=>(Id, Id) = default;
};

} // namespace plue

template <typename Tag> struct llvm::DenseMapInfo<plue::Id<Tag>> {
  static plue::Id<Tag> getEmptyKey() { return plue::Id<Tag>(0xFFFFFFFF); }
  static plue::Id<Tag> getTombstoneKey() { return plue::Id<Tag>(0xFFFFFFFD); }
  static unsigned getHashValue(plue::Id<Tag> id) { return id.index * 37U; }
  static bool isEqual(plue::Id<Tag> a, plue::Id<Tag> b) { return a == b; }
};

#endif // PLUE_SUPPORT_IDS_H
