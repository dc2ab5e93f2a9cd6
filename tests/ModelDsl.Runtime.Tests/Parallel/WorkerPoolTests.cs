using System.Diagnostics;
using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Parallel;

/// <summary>Every test has pools of its own and a time limit, so that a lost wake-up fails instead of hanging.</summary>
public class WorkerPoolTests
{
    private const int Timeout = 60_000;

    [Theory(Timeout = Timeout)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(32)]
    public Task Run_ManyRuns_EveryTaskRunsExactlyOnce(int workers) => Task.Run(() =>
    {
        var pool = new WorkerPool(workers);
        var work = new CountingWork(64);
        for (int run = 1; run <= 5_000; run++)
        {
            int tasks = run % 65;
            work.Expect(run);
            pool.Run(work, run, tasks);
            work.AssertOnce(tasks, run);
        }
    });

    /// <summary>More than the number that is published for a run has room for.</summary>
    [Theory(Timeout = Timeout)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public Task Run_VeryManyTasks_EveryTaskRunsExactlyOnceAndTheFirstFaultIsThrown(int tasks) => Task.Run(() =>
    {
        var pool = new WorkerPool(3);
        var work = new CountingWork(tasks);
        work.Expect(1);
        pool.Run(work, 1, tasks);
        work.AssertOnce(tasks, 1);
        int count = 0;
        Exception fault = Assert.Throws<InvalidOperationException>(() => pool.Run(new Work((_, task) =>
        {
            Interlocked.Increment(ref count);
            if (task == 7 || task == tasks - 1) throw new InvalidOperationException($"{task}");
        }), 0, tasks));
        Assert.Equal("7", fault.Message);
        Assert.Equal(tasks, count);
    });

    [Fact(Timeout = Timeout)]
    public Task Run_AfterPauses_EveryTaskRunsExactlyOnce() => Task.Run(() =>
    {
        var pool = new WorkerPool(4);
        var work = new CountingWork(16);
        for (int run = 1; run <= 200; run++)
        {
            // The workers are spinning, about to sleep, or asleep.
            if (run % 4 == 0) Thread.Sleep(run % 3);
            else Thread.SpinWait(run * 50);
            work.Expect(run);
            pool.Run(work, run, 16);
            work.AssertOnce(16, run);
        }
    });

    [Fact(Timeout = Timeout)]
    public Task Run_UnequalTasks_WaitsForTheLast() => Task.Run(() =>
    {
        var pool = new WorkerPool(2);
        int ended = 0;
        for (int run = 1; run <= 20; run++)
        {
            // Whoever has the short task must wait for the other, long enough to sleep; now and then that is the caller.
            pool.Run(new Work((_, task) =>
            {
                Thread.Sleep(task == 0 ? 1 : 8);
                Interlocked.Increment(ref ended);
            }), 0, 2);
            Assert.Equal(2 * run, Volatile.Read(ref ended));
        }
    });

    [Theory(Timeout = Timeout)]
    [InlineData(2, 2)]
    [InlineData(6, 3)]
    public Task Run_TasksThatWaitForEachOther_RunAtTheSameTime(int workers, int tasks) => Task.Run(() =>
    {
        var pool = new WorkerPool(workers);
        for (int run = 0; run < 50; run++)
        {
            if (run % 2 == 0) Thread.Sleep(3);
            using var all = new Barrier(tasks);
            pool.Run(new Work((_, _) => Assert.True(all.SignalAndWait(Timeout))), 0, tasks);
        }
    });

    [Theory(Timeout = Timeout)]
    [InlineData(1)]
    [InlineData(4)]
    public Task Run_TasksThrow_OthersRunAndTheFirstIsRethrown(int workers) => Task.Run(() =>
    {
        var pool = new WorkerPool(workers);
        for (int run = 0; run < 200; run++)
        {
            int ended = 0;
            var error = Assert.Throws<InvalidOperationException>(() => pool.Run(new Work((_, task) =>
            {
                Interlocked.Increment(ref ended);
                if (task % 3 == 2) throw new InvalidOperationException($"task {task}");
            }), 0, 20));
            Assert.Equal("task 2", error.Message);
            Assert.Equal(20, ended);

            // And the pool still works.
            ended = 0;
            pool.Run(new Work((_, _) => Interlocked.Increment(ref ended)), 0, 20);
            Assert.Equal(20, ended);
        }
    });

    [Fact(Timeout = Timeout)]
    public Task Run_WithinATask_RunsOnThatThread() => Task.Run(() =>
    {
        var pool = new WorkerPool(4);
        int inner = 0;
        pool.Run(new Work((_, _) =>
        {
            int outerThread = Environment.CurrentManagedThreadId;
            pool.Run(new Work((_, _) =>
            {
                Assert.Equal(outerThread, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref inner);
            }), 0, 5);
        }), 0, 8);
        Assert.Equal(40, inner);
    });

    [Fact(Timeout = Timeout)]
    public Task Run_FromSeveralThreads_EachGetsAllItsTasks() => Task.Run(async () =>
    {
        var pool = new WorkerPool(3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var work = new CountingWork(10);
            for (int run = 1; run <= 1_000; run++)
            {
                work.Expect(run);
                pool.Run(work, run, 10);
                work.AssertOnce(10, run);
            }
        })));
    });

    [Fact(Timeout = Timeout)]
    public Task Workers_ChangedBetweenRuns_EveryTaskRunsExactlyOnce() => Task.Run(() =>
    {
        var pool = new WorkerPool(1);
        var work = new CountingWork(40);
        int[] counts = [1, 5, 2, 8, 1, 3, 16, 4];
        for (int run = 1; run <= 400; run++)
        {
            pool.Workers = counts[run % counts.Length];
            work.Expect(run);
            pool.Run(work, run, 40);
            work.AssertOnce(40, run);
        }
    });

    [Fact(Timeout = Timeout)]
    public Task Workers_Lowered_NoMoreThreadsAreAtWork() => Task.Run(() =>
    {
        var pool = new WorkerPool(8);
        var work = new CountingWork(16);
        pool.Run(work, 0, 16);
        pool.Workers = 2;
        pool.Run(work, 0, 16);

        // Those that leave may still be finding out.
        Thread.Sleep(100);
        int atWork = 0, most = 0;
        pool.Run(new Work((_, _) =>
        {
            int now = Interlocked.Increment(ref atWork);
            lock (pool) most = Math.Max(most, now);
            Thread.Sleep(1);
            Interlocked.Decrement(ref atWork);
        }), 0, 30);
        Assert.InRange(most, 1, 2);
    });

    [Fact]
    public void Workers_LessThanOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(1).Workers = 0);

    [Fact]
    public void Shared_HasAsManyWorkersAsProcessors() => Assert.Equal(Environment.ProcessorCount, WorkerPool.Shared.Workers);

    [Fact]
    public void Run_NoTasks_DoesNothing() => new WorkerPool(2).Run(new Work((_, _) => Assert.Fail("no task")), 0, 0);

    [Fact(Timeout = Timeout)]
    public Task Run_AfterTheFirst_AllocatesNothing() => Task.Run(() =>
    {
        var pool = new WorkerPool(3);
        long[] sums = new long[8];
        IParallelWork work = new Work((phase, task) => sums[task] += phase);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int run = 0; run < 100; run++) pool.Run(work, run, 8);
        }));
    });

    [Fact(Timeout = Timeout)]
    public Task Run_ManyMoreWorkersThanCores_StaysQuick() => Task.Run(() =>
    {
        var pool = new WorkerPool(16 * Environment.ProcessorCount);
        var work = new CountingWork(64);
        for (int run = 1; run <= 20; run++) pool.Run(work, 0, 64);
        var watch = Stopwatch.StartNew();
        for (int run = 1; run <= 200; run++) pool.Run(work, 0, 64);

        // Were idle threads to spin without yielding, each run would wait for several time slices of about 20 ms: 200 runs for a minute.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"200 runs took {watch.Elapsed}");
    });

    private sealed class Work(Action<int, int> action) : IParallelWork
    {
        public void RunTask(int phase, int task) => action(phase, task);
    }

    /// <summary>Counts how often each task ran, and that each got the phase of its own run.</summary>
    private sealed class CountingWork(int most) : IParallelWork
    {
        private readonly int[] _counts = new int[most];
        private int _phase;
        private int _wrong;

        public void Expect(int phase)
        {
            Array.Clear(_counts);
            _phase = phase;
        }

        public void AssertOnce(int tasks, int run)
        {
            for (int task = 0; task < _counts.Length; task++)
            {
                if (_counts[task] != (task < tasks ? 1 : 0)) Assert.Fail($"run {run}: task {task} of {tasks} ran {_counts[task]} times");
            }
            Assert.Equal(0, _wrong);
        }

        public void RunTask(int phase, int task)
        {
            Interlocked.Increment(ref _counts[task]);
            if (phase != _phase) Interlocked.Increment(ref _wrong);
        }
    }
}
