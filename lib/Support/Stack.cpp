//===- Stack.cpp - Room for recursion -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Support/Stack.h"
#include <pthread.h>

using namespace plue;

namespace {
struct Job {
  llvm::function_ref<int()> work;
  int result = 0;
};
} // namespace

static void *runJob(void *argument) {
  auto *job = static_cast<Job *>(argument);
  job->result = job->work();
  return nullptr;
}

int plue::runWithStack(size_t bytes, llvm::function_ref<int()> work) {
  Job job{.work = work};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, bytes);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, runJob, &job);
  pthread_attr_destroy(&attributes);
  if (error != 0)
    return work(); // No thread to be had: the stack we are on must do.
  pthread_join(thread, nullptr);
  return job.result;
}
