//! One transaction of the group commit: which of its jobs fit in, and what became of them.

use confluence_protocol::Change;
use std::{collections::HashSet, time::Duration};

use tokio::time::Instant;
use uuid::Uuid;

use crate::{
    engine::{
        commit::aside::Held,
        db::Conn,
        error::Trouble,
        queue::{Applied, Job, Queued},
        writer::Tx,
    },
    message::append,
    reading::marks,
};

/// When applying has taken this long the batch is committed, and the jobs after it go into the next one.
/// A job that takes longer by itself is not interrupted.
const APPLYING: Duration = Duration::from_millis(50);

/// Appends that are stored together: few statements for many messages, but not so many that the time is up
/// long before anybody looks.
const RUN: usize = 256;

/// What became of a job in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is in the transaction, or was refused.
    Applied,
    /// Left out: somebody else holds what it needs.
    Aside(Held),
    /// Left out: the time was up.
    Later,
}

/// What a transaction holds, one fate for each job.
pub(crate) struct Work {
    pub fates: Vec<Fate>,
    pub changes: Vec<Change>,
    /// Whether the transaction is to be rolled back: nothing in it, or the remains of a refused job.
    pub void: bool,
}

/// Applies the jobs in their order: runs of appends together, every other job by itself. Leaves out the jobs
/// of the rooms in `held`, and jobs that run into a lock.
pub(crate) async fn apply(
    mut tx: Tx<'_>,
    jobs: &mut [Queued],
    mut held: HashSet<Uuid>,
) -> Result<Work, sqlx::Error> {
    let began = Instant::now();
    // Alone, a job needs no savepoint: when it is refused, the transaction was for nothing.
    let alone = jobs.len() == 1;
    let (mut fates, mut void) = (Vec::with_capacity(jobs.len()), true);
    let mut rest = &mut *jobs;
    while !rest.is_empty() {
        if !fates.is_empty() && began.elapsed() >= APPLYING {
            fates.extend(rest.iter().map(|_| Fate::Later));
            break;
        }
        let appends = rest
            .iter()
            .take(RUN)
            .take_while(|queued| matches!(queued.job, Job::Append(_)) && !queued.needs(&held))
            .count();
        let (run, tail) = rest.split_at_mut(appends.max(1));
        rest = tail;
        if appends > 0 {
            let appends = run.iter_mut().filter_map(|queued| match &mut queued.job {
                Job::Append(append) => Some(append),
                Job::Write(_) | Job::Marks(_) | Job::Stop(_) => None,
            });
            void &= !append::store_all(&mut tx, appends.collect()).await?;
            fates.extend(run.iter().map(|_| Fate::Applied));
            continue;
        }
        for queued in run {
            let fate = one(&mut tx, queued, &held, alone).await?;
            if let Fate::Aside(_) = fate.0 {
                held.extend(queued.rooms());
            }
            fates.push(fate.0);
            void &= fate.1 == Applied::Refused;
        }
    }
    if !void {
        // After everything else: a mark that follows its member's own message waits for that.
        move_marks(&mut tx, jobs, &mut fates).await?;
    }
    Ok(Work { fates, changes: tx.changes, void })
}

/// Moves the marks of a transaction. Where another node holds the membership that one of them is in, they all wait
/// aside, and those that would have followed a message stay where they are; the other jobs do not wait with them.
async fn move_marks(tx: &mut Tx<'_>, jobs: &mut [Queued], fates: &mut [Fate]) -> Result<(), sqlx::Error> {
    let applied = jobs.iter_mut().zip(fates).filter(|(_, fate)| **fate == Fate::Applied);
    let (mut marks, mut moving): (Vec<_>, Vec<_>) = applied
        .filter_map(|(queued, fate)| match &mut queued.job {
            Job::Marks(marks) => Some((&mut marks.marks, fate)),
            Job::Append(_) | Job::Write(_) | Job::Stop(_) => None,
        })
        .unzip();
    if marks.is_empty() && tx.steps.is_empty() {
        return Ok(());
    }
    let told = tx.changes.len();
    // SQLite has one writer, which nobody is in the way of.
    let may_wait = matches!(tx.conn(), Conn::Postgres(_));
    if may_wait {
        tx.conn().run("SAVEPOINT marks").await?;
    }
    let waiting = marks.iter_mut().flat_map(|marks| marks.iter_mut()).collect();
    match marks::settle(tx, waiting).await {
        Err(error) if may_wait && matches!(Trouble::of(&error), Trouble::Busy | Trouble::Slow) => {
            tracing::warn!(%error, "read marks that somebody else holds are left aside");
            tx.conn().run("ROLLBACK TO SAVEPOINT marks").await?;
            tx.changes.truncate(told);
            for fate in &mut moving {
                **fate = Fate::Aside(Held::Job);
            }
            Ok(())
        }
        settled => settled,
    }
}

/// Applies a job that is no append, and whether it left something in the transaction.
async fn one(
    tx: &mut Tx<'_>,
    queued: &mut Queued,
    held: &HashSet<Uuid>,
    alone: bool,
) -> Result<(Fate, Applied), sqlx::Error> {
    if queued.needs(held) {
        return Ok((Fate::Aside(Held::Room), Applied::Refused));
    }
    let write = match &mut queued.job {
        Job::Write(write) => write,
        // They move at the end, all together.
        Job::Marks(_) => return Ok((Fate::Applied, Applied::Done)),
        Job::Append(_) | Job::Stop(_) => return Ok((Fate::Applied, Applied::Refused)),
    };
    let (told, steps) = (tx.changes.len(), tx.steps.clone());
    if !alone {
        tx.conn().run("SAVEPOINT job").await?;
    }
    let applied = write.apply(tx).await?;
    if applied != Applied::Done {
        tx.changes.truncate(told);
        tx.steps = steps;
    }
    if !alone {
        if applied != Applied::Done {
            tx.conn().run("ROLLBACK TO SAVEPOINT job").await?;
        }
        tx.conn().run("RELEASE SAVEPOINT job").await?;
    }
    Ok(match applied {
        Applied::Busy => (Fate::Aside(Held::Job), Applied::Refused),
        applied => (Fate::Applied, applied),
    })
}
