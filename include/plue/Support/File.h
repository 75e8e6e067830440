//===- File.h - Reading and writing whole files -----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SUPPORT_FILE_H
#define PLUE_SUPPORT_FILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdint>
#include <string>

namespace plue {

/// Reads the file at \p path (`-` is standard input) into memory of our own: a
/// mapping could change under us. Fails if it holds more than \p limit bytes,
/// which is found out without reading on, so that no device or pipe is endless.
/// The message is the reason alone; the caller knows the path.
llvm::Expected<std::string> readFile(llvm::StringRef path, uint64_t limit);

/// Writes \p bytes to \p path (`-` is standard output). A regular file appears
/// whole or not at all. The message is the reason alone.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef bytes);

/// Opens \p path (`-` is standard output) and calls \p write to write into it
/// as it comes, for what may be too large to be kept. The message names the
/// path.
llvm::Error writeStream(llvm::StringRef path,
                        llvm::function_ref<void(llvm::raw_ostream &os)> write);

} // namespace plue

#endif // PLUE_SUPPORT_FILE_H
